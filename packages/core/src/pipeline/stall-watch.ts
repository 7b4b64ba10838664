import type { Cancel, Clock } from '../clock/clock.js'

/** Looks again and again whether anything has moved. @internal */
export class StallWatch {
  private cancel: Cancel | undefined
  private stopped = false
  private lastCount = -1
  private movedAt: number

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    /** Items that were moved so far, over all stages. */
    private readonly count: () => number,
    /** Told how long nothing moved, and `undefined` when something moves again. */
    private readonly onChange: (stalledMs: number | undefined) => void,
  ) {
    this.movedAt = clock.now()
    this.next()
  }

  /** Starts counting anew, such as after a pause. */
  reset(): void {
    this.movedAt = this.clock.now()
  }

  stop(): void {
    this.stopped = true
    this.cancel?.()
  }

  private next(): void {
    this.cancel = this.clock.schedule(this.timeoutMs / 4, () => {
      this.look()
      // A listener may have ended the run meanwhile.
      if (!this.stopped) this.next()
    })
  }

  private look(): void {
    const count = this.count()
    if (count !== this.lastCount) {
      this.lastCount = count
      this.movedAt = this.clock.now()
      this.onChange(undefined)
      return
    }
    const stalledMs = this.clock.now() - this.movedAt
    if (stalledMs >= this.timeoutMs) this.onChange(stalledMs)
  }
}

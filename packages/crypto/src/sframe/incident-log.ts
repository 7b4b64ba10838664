import type { Cancel, Clock } from '@patchcord/core'

/** Counts what goes wrong, and tells about each kind at most once in an interval. @internal */
export class IncidentLog<Reason extends string> {
  readonly counts: Record<Reason, number>
  private readonly pending: Record<Reason, number>
  private readonly timers = new Map<Reason, Cancel>()

  constructor(
    private readonly reasons: readonly Reason[],
    private readonly intervalMs: number,
    private readonly clock: () => Clock,
    private readonly tell: (reason: Reason, count: number) => void,
  ) {
    const zeros = (): Record<Reason, number> =>
      Object.fromEntries(reasons.map((reason) => [reason, 0])) as Record<Reason, number>
    this.counts = zeros()
    this.pending = zeros()
  }

  /** Something happened so many times. */
  note(reason: Reason, count = 1): void {
    this.counts[reason] += count
    this.pending[reason] += count
    if (!this.timers.has(reason)) this.report(reason)
  }

  /** What was not told yet. */
  untold(reason: Reason): number {
    return this.pending[reason]
  }

  /** Tells the rest, and sets no timer any more. */
  close(): void {
    for (const cancel of this.timers.values()) cancel()
    this.timers.clear()
    for (const reason of this.reasons) this.tellPending(reason)
  }

  private report(reason: Reason): void {
    if (this.intervalMs > 0) {
      const cancel = this.clock().schedule(this.intervalMs, () => {
        this.timers.delete(reason)
        if (this.pending[reason] > 0) this.report(reason)
      })
      this.timers.set(reason, cancel)
    }
    this.tellPending(reason)
  }

  private tellPending(reason: Reason): void {
    const count = this.pending[reason]
    this.pending[reason] = 0
    if (count > 0) this.tell(reason, count)
  }
}

import { invalidOption } from '@patchcord/core'
import { type FaultPoint, FaultWatch, faultPointNames, readFaultPoint } from './fault-point.js'

/** What every port that stalls can be told. */
export interface StallOptions extends FaultPoint {
  /** Releases the port when it fires, as `release()` does. */
  readonly releaseSignal?: AbortSignal
}

/** The options of {@link StallOptions}, by name. */
export const stallOptionNames: readonly string[] = [...faultPointNames, 'releaseSignal']

/** What a test does with a port that stalls. */
export interface Stalling {
  /** Resolves when the port has come to a stand. */
  readonly stalled: Promise<void>
  /** Lets it go on; before it has stalled: keeps it from stalling. Idempotent. */
  release(): void
}

/** A stand-still, once, until it is released. */
export class Stall implements Stalling {
  readonly stalled: Promise<void>
  /** Resolves when the port may go on. */
  readonly released: Promise<void>
  private readonly watch: FaultWatch
  private isReleased = false
  private tellStalled: () => void = () => undefined
  private tellReleased: () => void = () => undefined

  constructor(options: StallOptions) {
    const { releaseSignal } = options
    if (releaseSignal !== undefined && !(releaseSignal instanceof AbortSignal)) {
      throw invalidOption('releaseSignal', 'an AbortSignal', releaseSignal)
    }
    this.watch = new FaultWatch(readFaultPoint(options))
    this.stalled = new Promise((resolve) => {
      this.tellStalled = resolve
    })
    this.released = new Promise((resolve) => {
      this.tellReleased = resolve
    })
    if (releaseSignal?.aborted === true) this.release()
    else releaseSignal?.addEventListener('abort', () => this.release(), { once: true })
  }

  release(): void {
    this.isReleased = true
    this.tellReleased()
  }

  /** A promise to wait for if the port stalls at this item. */
  at(item: { readonly frameCount: number }): Promise<void> | undefined {
    if (!this.watch.strikes(item) || this.isReleased) return undefined
    this.tellStalled()
    return this.released
  }
}

/** A synchronous chain yields to the event loop after this much continuous work. */
const longestTurnMs = 8

/** A stage that was quick may become slow at any call: so few are not looked at. */
const mostSkipped = 8

/**
 * Watches how long a stage has worked without the event loop getting its turn, so that timers,
 * signals and progress stay alive while a file is processed at full speed.
 *
 * @internal
 */
export class FairTurn {
  private startedAt = -1
  private checkedAt = 0
  /** Calls until the clock is read again: reading it costs as much as a small stage. */
  private skip = 0
  private stride = 1
  private readonly endTurn = (): void => {
    this.startedAt = -1
  }

  /** Whether it is time to yield with `setImmediate`. */
  exhausted(): boolean {
    if (--this.skip > 0) return false
    const now = performance.now()
    this.adapt(now)
    if (this.startedAt < 0) {
      this.startedAt = now
      setImmediate(this.endTurn)
      return false
    }
    return now - this.startedAt > longestTurnMs
  }

  /** Looks more seldom while calls are short, so that a look comes about four times in a millisecond. */
  private adapt(now: number): void {
    const sinceMs = now - this.checkedAt
    this.checkedAt = now
    if (sinceMs > 0.5) this.stride = 1
    else if (sinceMs < 0.25 && this.stride < mostSkipped) this.stride *= 2
    this.skip = this.stride
  }
}

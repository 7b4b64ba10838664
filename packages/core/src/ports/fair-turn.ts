/** A synchronous chain yields to the event loop after this much continuous work. */
const longestTurnMs = 8

/**
 * Watches how long a stage has worked without the event loop getting its turn, so that timers,
 * signals and progress stay alive while a file is processed at full speed.
 *
 * @internal
 */
export class FairTurn {
  private startedAt = -1
  private readonly endTurn = (): void => {
    this.startedAt = -1
  }

  /** Whether it is time to yield with `setImmediate`. */
  exhausted(): boolean {
    const now = performance.now()
    if (this.startedAt < 0) {
      this.startedAt = now
      setImmediate(this.endTurn)
      return false
    }
    return now - this.startedAt > longestTurnMs
  }
}

/** How many keys may be derived in vain in a second, and at once. @internal */
export const derivationsPerSecond = 64

/**
 * Bounds the work that strangers can cause by inventing key ids: a token bucket. A key that opened
 * a packet costs nothing.
 *
 * @internal
 */
export class DerivationBudget {
  private tokens = derivationsPerSecond
  private filledAtMs = -Infinity

  /** Takes leave to derive one key; `false` if there is none. */
  take(nowMs: number): boolean {
    const passedMs = Math.max(0, nowMs - this.filledAtMs)
    const filled = this.tokens + (passedMs * derivationsPerSecond) / 1000
    this.tokens = Math.min(derivationsPerSecond, filled)
    this.filledAtMs = nowMs
    if (this.tokens < 1) return false
    this.tokens--
    return true
  }

  /** The key was the right one. */
  giveBack(): void {
    this.tokens++
  }
}

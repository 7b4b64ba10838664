/** Older losses than this are forgotten: what comes so late is told apart no longer. */
const remembered = 4096

/**
 * Remembers which sequence numbers were given up, so that a packet that comes after all is known
 * as late, and every other old one as a duplicate.
 *
 * @internal
 */
export class LostSequences {
  private readonly sequences = new Set<number>()

  /** A number was given up. */
  add(sequence: number): void {
    this.sequences.add(sequence)
    if (this.sequences.size <= remembered) return
    const [oldest] = this.sequences
    this.sequences.delete(oldest as number)
  }

  /** Whether a number was given up; a second time it is not, the packet has come then. */
  take(sequence: number): boolean {
    return this.sequences.delete(sequence)
  }

  /** Forgets all. */
  clear(): void {
    this.sequences.clear()
  }
}

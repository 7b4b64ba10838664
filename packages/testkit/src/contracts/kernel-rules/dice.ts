import { seededRandom } from '../../random/seeded-random.js'

/** Random choices that are the same for the same seed. */
export class Dice {
  private readonly next: () => number

  constructor(seed: number) {
    this.next = seededRandom(seed >>> 0)
  }

  /** From 0 up to, not including, 1. */
  part(): number {
    return this.next()
  }

  /** Whether something with this probability happens. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number; both ends belong to the range. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  /** One of several values. */
  pick<T>(values: readonly T[]): T {
    return values[this.whole(0, values.length - 1)] as T
  }
}

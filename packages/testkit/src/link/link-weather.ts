import { seededRandom } from '../random/seeded-random.js'
import type { LossyLinkSettings } from './lossy-link-options.js'

/** A copy of an item that arrives. */
export interface ArrivingCopy {
  /** How long it takes, in milliseconds. */
  readonly delayMs: number
  readonly kind: 'first' | 'duplicate' | 'replay'
  /** Chooses the bit that is flipped: 0 up to, not including, 1. */
  readonly flipAt?: number
}

/** What befalls one item: the copies that arrive. None if it is lost. */
export type Fate = readonly ArrivingCopy[]

/** The most items that one which is held up lets pass. */
const maxReorderDepth = 3

/** When what somebody recorded is sent once more, after the first copy. */
const [leastReplayMs, mostReplayMs] = [200, 1000]

/**
 * Decides what befalls each item. Every item draws the same number of random numbers, so that a
 * change of one option leaves alone what the others do.
 */
export class LinkWeather {
  private readonly random: () => number
  /** What people do to the link, apart from what happens to it. */
  private readonly malice: () => number

  constructor(private readonly settings: LossyLinkSettings) {
    this.random = seededRandom(settings.seed)
    this.malice = seededRandom((settings.seed ^ 0x6d616c69) >>> 0)
  }

  /** The fate of the next item, which lasts so many milliseconds. */
  next(itemMs: number): Fate {
    const { random, malice } = this
    const { lossRatio, duplicateRatio, reorderRatio, jitterMs, delayMs } = this.settings
    const isLost = random() < lossRatio
    const isDuplicated = random() < duplicateRatio
    const isReordered = random() < reorderRatio
    const depth = 1 + Math.floor(random() * maxReorderDepth)
    const [jitter, secondJitter] = [random() * jitterMs, random() * jitterMs]
    const isCorrupted = malice() < this.settings.corruptRatio
    const isReplayed = malice() < this.settings.replayRatio
    const [flipAt, replay] = [malice(), malice()]
    if (isLost) return []
    // Longer than the item `depth` places behind can take at most, so that it does overtake.
    const heldMs = isReordered ? depth * itemMs + jitterMs + itemMs / 2 : 0
    const firstMs = delayMs + heldMs + jitter
    const replayMs = firstMs + leastReplayMs + replay * (mostReplayMs - leastReplayMs)
    return [
      { kind: 'first', delayMs: firstMs, ...(isCorrupted ? { flipAt } : {}) },
      ...(isDuplicated ? [{ kind: 'duplicate', delayMs: firstMs + secondJitter } as const] : []),
      ...(isReplayed ? [{ kind: 'replay', delayMs: replayMs } as const] : []),
    ]
  }
}

import { seededRandom } from '../random/seeded-random.js'
import type { LossyLinkSettings } from './lossy-link-options.js'

/** What befalls one item: how long each copy takes, in milliseconds. None if it is lost. */
export type Fate = readonly number[]

/** The most items that one which is held up lets pass. */
const maxReorderDepth = 3

/**
 * Decides what befalls each item. Every item draws the same number of random numbers, so that a
 * change of one option leaves alone what the others do.
 */
export class LinkWeather {
  private readonly random: () => number

  constructor(private readonly settings: LossyLinkSettings) {
    this.random = seededRandom(settings.seed)
  }

  /** The fate of the next item, which lasts so many milliseconds. */
  next(itemMs: number): Fate {
    const { random } = this
    const { lossRatio, duplicateRatio, reorderRatio, jitterMs, delayMs } = this.settings
    const isLost = random() < lossRatio
    const isDuplicated = random() < duplicateRatio
    const isReordered = random() < reorderRatio
    const depth = 1 + Math.floor(random() * maxReorderDepth)
    const [jitter, secondJitter] = [random() * jitterMs, random() * jitterMs]
    if (isLost) return []
    // Longer than the item `depth` places behind can take at most, so that it does overtake.
    const heldMs = isReordered ? depth * itemMs + jitterMs + itemMs / 2 : 0
    const firstMs = delayMs + heldMs + jitter
    return isDuplicated ? [firstMs, firstMs + secondJitter] : [firstMs]
  }
}

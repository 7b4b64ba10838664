import type { AudioBuffer } from '../data/audio-buffer.js'
import type { BufferPool } from '../data/buffer-pool.js'
import { type Item, kindOf } from '../data/item.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { wrongItem } from '../ports/item-check.js'

/**
 * A copy that nobody else holds: what comes from an observable may be held by others (`pairwise`,
 * `share`), and the stages to come work in place.
 *
 * @internal
 */
export function ownCopy<T extends Item>(item: T, stage: string, pool?: BufferPool): T {
  const kind = kindOf(item)
  if (kind === undefined) throw wrongItem(stage, 'takes', 'any', item)
  if (kind === 'packet') return item.copy() as T
  const buffer = item as unknown as AudioBuffer
  if (buffer.released) {
    throw new PatchcordError(
      'buffer-released',
      `${stage} got a buffer that was already given back to its pool; copy() it before it goes into an observable`,
      { details: { stage } },
    )
  }
  return (pool === undefined ? buffer.copy() : pool.copyOf(buffer)) as unknown as T
}

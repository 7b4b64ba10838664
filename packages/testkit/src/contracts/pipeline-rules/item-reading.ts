import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import type { Item } from '@patchcord/core'
import { breach } from '../breach.js'
import { contentOf } from '../item-checks.js'

/** All that an item holds, as texts that can be compared. */
export interface ItemReading {
  readonly place: string
  readonly discontinuity: string
  readonly metadata: string
  readonly content: string
}

/** Reads an item, as it is now. */
export function readItem(item: Item): ItemReading {
  const { position, frameCount, sampleRate, channelCount, discontinuity, metadata } = item
  const { buffer, byteOffset, byteLength } = contentOf(item)
  const bytes = new Uint8Array(buffer, byteOffset, byteLength)
  return {
    place: `${position}+${frameCount} at ${sampleRate}x${channelCount}`,
    discontinuity: String(discontinuity),
    metadata: inspect(metadata, { sorted: true, breakLength: Infinity }),
    content: createHash('sha1').update(bytes).digest('hex'),
  }
}

function sameBy(a: readonly ItemReading[], b: readonly ItemReading[], field: keyof ItemReading) {
  return a.length === b.length && a.every((one, index) => one[field] === b[index]?.[field])
}

/**
 * What two plain runs of a subject have in common, a run in a pipeline has too. What differs
 * between those (random bytes, the time of day) cannot be told.
 */
export function checkSameItems(
  plain: readonly [readonly ItemReading[], readonly ItemReading[]],
  run: readonly ItemReading[],
): void {
  const [first, second] = plain
  for (const field of ['place', 'discontinuity', 'metadata', 'content'] as const) {
    if (!sameBy(first, second, field) || sameBy(first, run, field)) continue
    const index = first.findIndex((one, at) => one[field] !== run[at]?.[field])
    const at = index < 0 ? first.length : index
    const [due, got] = [first[at]?.[field], run[at]?.[field]]
    breach(
      `the ${field} of item ${at} is ${got ?? 'missing'} in a pipeline() and ${due ?? 'missing'} in a plain pipe: a run calls the hooks, and goes round Node's methods such as push(), _write() and _transform()`,
      got,
      due,
    )
  }
}

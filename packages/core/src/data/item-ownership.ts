import type { AudioBuffer } from './audio-buffer.js'
import type { BufferMemory } from './buffer-memory.js'
import { type Item } from './item.js'

/** The pooled memory behind an item, if there is any. @internal */
export function memoryOf(item: Item): BufferMemory | undefined {
  return item['~kind'] === 'audio' ? (item as AudioBuffer).memory : undefined
}

/** Gives an item's samples back to their pool; packets own ordinary memory. @internal */
export function releaseItem(item: Item): void {
  if (item['~kind'] === 'audio') (item as AudioBuffer).release()
}

/** The same for what may be no item at all. @internal */
export function releaseIfItem(value: Item | undefined | null): void {
  if (value?.['~kind'] !== undefined) releaseItem(value)
}

/** Takes an item out of its pool, because somebody may hold on to it. @internal */
export function detachItem(item: Item): void {
  if (item['~kind'] === 'audio') (item as AudioBuffer).detach()
}

/** The item with `discontinuity` set. @internal */
export function markDiscontinuity<T extends Item>(item: T): T {
  return item.discontinuity ? item : (item.with({ discontinuity: true }) as T)
}

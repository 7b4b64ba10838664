import type { Item } from '../data/item.js'
import type { StreamCallback } from './stream-callback.js'

/** Another way through a processor and some of those behind it. @internal */
export interface Shortcut<T extends Item> {
  /**
   * Takes an item through all of them, and calls back as the last of them would.
   *
   * @returns `false` where the item has to go the ordinary way; nothing was done then
   */
  take(item: T, callback: StreamCallback): boolean
}

import { AudioBuffer, type Item } from '@patchcord/core'

/** An item that throws when somebody looks at what it holds. */
export interface BoobyTrap {
  readonly item: Item
  readonly error: Error
  /** Whether somebody looked. */
  readonly wentOff: () => boolean
}

/** Makes a trap of an item: whoever works on its samples or bytes fails from within. */
export function boobyTrap(item: Item): BoobyTrap {
  const error = new Error('a sample that cannot be read')
  const state = { wentOff: false }
  Object.defineProperty(item, item instanceof AudioBuffer ? 'samples' : 'bytes', {
    get: () => {
      state.wentOff = true
      throw error
    },
  })
  return { item, error, wentOff: () => state.wentOff }
}

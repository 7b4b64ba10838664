import { AudioBuffer, type Item } from '@patchcord/core'

/** An item that throws when somebody looks at what it holds. */
export interface BoobyTrap {
  readonly item: Item
  readonly error: Error
  /** Whether somebody looked. */
  readonly wentOff: () => boolean
}

/**
 * Makes a trap of an item: whoever works on its samples or bytes fails from within. Before the
 * trap is armed it can be looked at, as those do who check packets at the door.
 */
export function boobyTrap(item: Item, isArmed: () => boolean): BoobyTrap {
  const error = new Error('a sample that cannot be read')
  const state = { wentOff: false }
  const name = item instanceof AudioBuffer ? 'samples' : 'bytes'
  const content: unknown = Reflect.get(item, name)
  Object.defineProperty(item, name, {
    get: () => {
      if (!isArmed()) return content
      state.wentOff = true
      throw error
    },
  })
  return { item, error, wentOff: () => state.wentOff }
}

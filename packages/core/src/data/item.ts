import type { AudioBuffer } from './audio-buffer.js'
import type { Packet } from './packet.js'

/** The kinds of item that flow along a cord, by name. */
export interface ItemKinds {
  readonly audio: AudioBuffer
  readonly packet: Packet
}

/** `'audio'` for samples, `'packet'` for bytes. */
export type ItemKind = keyof ItemKinds

/** An {@link AudioBuffer} or a {@link Packet}. */
export type Item = ItemKinds[ItemKind]

/** The item type of a kind's name. */
export type ItemOf<Kind extends ItemKind> = ItemKinds[Kind]

/** Which kind of item a value is, or `undefined` if it is none. */
export function kindOf(value: unknown): ItemKind | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return (value as { '~kind'?: ItemKind })['~kind']
}

import type { AudioBuffer, Item, Packet } from '@patchcord/core'

/** What a sink or fault of the testkit takes: samples, packets, or both. */
export type Accepts = 'audio' | 'packet' | 'any'

/** The item that goes with an {@link Accepts}. */
export type AcceptedItem<Kind extends Accepts> = Kind extends 'audio'
  ? AudioBuffer
  : Kind extends 'packet'
    ? Packet
    : Item

/** All of {@link Accepts}, for checks. */
export const acceptedKinds: readonly Accepts[] = ['audio', 'packet', 'any']

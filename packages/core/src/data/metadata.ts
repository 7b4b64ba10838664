/** Data of the user's that travels with an item through every stage. */
export type Metadata = Readonly<Record<string, unknown>>

/**
 * The metadata of an item that was given none. A processor's new item that has it takes over the
 * metadata of the item it was made of; one that is given `{}` keeps that.
 *
 * @internal
 */
export const emptyMetadata: Metadata = Object.freeze({})

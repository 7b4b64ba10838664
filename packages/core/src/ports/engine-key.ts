/**
 * The property under which a port keeps its engine: everything that is not its public face, out
 * of the way of the field names that those who extend a port choose.
 *
 * @internal
 */
export const engineOf: unique symbol = Symbol.for('patchcord.engine')

import type { Readable } from 'node:stream'
import type { Item } from '../data/item.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { showValue } from '../errors/option-checks.js'

/** A source, or the processor at the end of a chain: something that items can be read from. */
export interface ItemReadable<T extends Item> extends Readable {
  /** How the port is called in reports and errors. */
  readonly name: string
  /** Closes the port; resolves when everything it opened is closed. */
  close(): Promise<void>
  /** Iterates over the items. */
  [Symbol.asyncIterator](): NodeJS.AsyncIterator<T>
}

interface LinkedPort {
  readonly '~engine': { readonly lifecycle: { readonly upstream: unknown } }
}

function isPort(value: unknown): value is ItemReadable<Item> & LinkedPort {
  return (
    typeof value === 'object' && value !== null && '~engine' in value && 'readableFlowing' in value
  )
}

/**
 * A port and those that feed it by `pipe()`, from the last to the first: Node tells none of them
 * when another fails or is closed.
 *
 * @internal
 */
export function portChain<T extends Item>(last: ItemReadable<T>): readonly ItemReadable<Item>[] {
  const chain: ItemReadable<Item>[] = []
  for (let port: unknown = last; isPort(port); port = port['~engine'].lifecycle.upstream) {
    chain.push(port)
  }
  if (chain.length > 0) return chain
  throw new PatchcordError(
    'invalid-option',
    `the factory must return a source or a processor, got ${showValue(last)}`,
  )
}

/** Closes a port and those that feed it. @internal */
export function closeChain(chain: readonly ItemReadable<Item>[]): void {
  for (const port of chain) void port.close()
}

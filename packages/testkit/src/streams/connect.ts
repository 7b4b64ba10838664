import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Node's `stream.pipeline` for ports: its types know nothing but strings and bytes between more
 * than two streams.
 */
export function connect(...streams: readonly (Readable | Writable)[]): Promise<void> {
  return pipeline(streams as unknown as readonly NodeJS.ReadWriteStream[])
}

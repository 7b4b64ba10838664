import type { Readable, Writable } from 'node:stream'

/** Destroys a stream; what it has to say about that is no news to anybody. @internal */
export function destroyQuietly(stream: Readable | Writable): void {
  stream.on('error', () => undefined)
  stream.destroy()
}

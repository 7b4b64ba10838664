import type { ByteFeed } from './byte-feed.js'
import { byteStreamError } from './byte-stream-error.js'
import { checkChunk } from './check-chunk.js'

/** Pulls from an iterable, one chunk at a time. @internal */
export class IterableFeed implements ByteFeed {
  private readonly iterator: AsyncIterator<unknown> | Iterator<unknown>
  private done = false

  constructor(iterable: AsyncIterable<unknown> | Iterable<unknown>) {
    this.iterator =
      Symbol.asyncIterator in iterable
        ? iterable[Symbol.asyncIterator]()
        : iterable[Symbol.iterator]()
  }

  read(): Uint8Array | null | Promise<Uint8Array | null> {
    if (this.done) return null
    let next: IteratorResult<unknown> | Promise<IteratorResult<unknown>>
    try {
      next = this.iterator.next()
    } catch (error) {
      return this.fail(error)
    }
    if (!(next instanceof Promise)) return this.chunkOf(next)
    return next.then(
      (result) => this.chunkOf(result),
      (error: unknown) => this.fail(error),
    )
  }

  close(destroys: boolean): void {
    if (this.done || !destroys) return
    this.done = true
    try {
      // An async generator that waits for its next chunk answers only then: nobody waits for it.
      const returning: unknown = this.iterator.return?.()
      if (returning instanceof Promise) returning.catch(() => undefined)
    } catch {
      // What a generator throws while it is left is no news to anybody.
    }
  }

  private chunkOf(result: IteratorResult<unknown>): Uint8Array | null {
    if (result.done !== true) return checkChunk(result.value)
    this.done = true
    return null
  }

  private fail(error: unknown): never {
    this.done = true
    throw byteStreamError('read', error)
  }
}

import type { Readable } from 'node:stream'
import type { ByteFeed } from './byte-feed.js'
import { byteStreamClosed, byteStreamError } from './byte-stream-error.js'
import { checkChunk } from './check-chunk.js'
import { destroyQuietly } from './destroy-quietly.js'

/**
 * Pulls from a Node stream without a promise for each chunk. What is not pulled stays in the
 * stream's own buffer, which holds its producer back when it is full.
 *
 * @internal
 */
export class ReadableFeed implements ByteFeed {
  private ended = false
  private failure: Error | undefined

  constructor(
    private readonly readable: Readable,
    private readonly onReady: () => void,
  ) {
    if (readable.errored) this.failure = byteStreamError('read', readable.errored)
    else if (readable.readableEnded || readable.destroyed)
      this.failure = byteStreamClosed('read', 'the stream was read or destroyed before')
    readable.on('error', this.onError)
    readable.on('end', this.onEnd)
    readable.on('close', this.onClose)
    readable.on('readable', this.onReady)
  }

  read(): Uint8Array | null | undefined {
    if (this.failure !== undefined) throw this.failure
    const chunk: unknown = this.readable.read()
    if (chunk !== null) return checkChunk(chunk)
    return this.ended ? null : undefined
  }

  close(destroys: boolean): void {
    const { readable } = this
    readable.off('error', this.onError)
    readable.off('end', this.onEnd)
    readable.off('close', this.onClose)
    readable.off('readable', this.onReady)
    // The writing side of a socket that was read to its end may still be in use.
    if (destroys && !this.ended) destroyQuietly(readable)
  }

  private readonly onError = (error: unknown): void => {
    this.failure ??= byteStreamError('read', error)
    this.onReady()
  }

  private readonly onEnd = (): void => {
    this.ended = true
    this.onReady()
  }

  private readonly onClose = (): void => {
    if (this.ended) return
    this.failure ??= byteStreamClosed('read', 'the stream was closed before its end')
    this.onReady()
  }
}

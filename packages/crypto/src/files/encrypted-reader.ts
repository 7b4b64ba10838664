import { PatchcordError, checkNumber } from '@patchcord/core'
import { checkBytes } from '../bytes/check-bytes.js'
import { chunkBytes, chunksPerBlock } from './chunk-layout.js'
import type { EncryptedFile } from './encrypted-file.js'
import type { SealedChunks } from './sealed-chunks.js'

/** One chunk that was read last, for small reads near each other. */
interface KnownChunk {
  readonly index: number
  readonly content: Buffer
}

/** Reads the content of an encrypted file at any place. @internal */
export class EncryptedReader implements EncryptedFile {
  readonly path: string
  readonly byteLength: number
  readonly truncated: boolean
  readonly #chunks: SealedChunks
  #known: KnownChunk | undefined
  #last: Promise<unknown> = Promise.resolve()
  #closing: Promise<void> | undefined

  constructor(chunks: SealedChunks) {
    this.path = chunks.path
    this.byteLength = chunks.byteLength
    this.truncated = chunks.truncated
    this.#chunks = chunks
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    checkBytes('target', target)
    checkNumber('position', position, { min: 0, integer: true, unit: 'bytes' })
    if (this.#closing !== undefined) {
      throw new PatchcordError('invalid-state', `${this.path} is closed and cannot be read`)
    }
    const reading = this.#last.then(() => this.#fill(target, position))
    this.#last = reading.catch(() => undefined)
    return reading
  }

  close(): Promise<void> {
    this.#closing ??= this.#last.then(() => {
      this.#remember(undefined)
      return this.#chunks.close()
    })
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #fill(target: Uint8Array, position: number): Promise<number> {
    const byteCount = Math.max(0, Math.min(target.length, this.byteLength - position))
    const end = position + byteCount
    for (let at = position; at < end;) {
      const index = Math.floor(at / chunkBytes)
      const stop = Math.min(Math.ceil(end / chunkBytes), index + chunksPerBlock)
      let start = index * chunkBytes
      for (const content of await this.#contents(index, stop - index)) {
        const part = content.subarray(Math.max(0, at - start), end - start)
        target.set(part, Math.max(at, start) - position)
        start += content.length
      }
      at = start
    }
    return byteCount
  }

  async #contents(first: number, count: number): Promise<Buffer[]> {
    if (count === 1 && this.#known?.index === first) return [this.#known.content]
    const contents = await this.#chunks.read(first, count)
    this.#remember({ index: first + count - 1, content: contents[count - 1] as Buffer })
    return contents
  }

  #remember(chunk: KnownChunk | undefined): void {
    this.#known?.content.fill(0)
    this.#known = chunk
  }
}

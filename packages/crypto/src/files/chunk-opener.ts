import type { KeyObject } from 'node:crypto'
import { authenticationFailed } from '../errors/authentication-failed.js'
import type { ChunkCipher } from './chunk-cipher.js'
import { fileHeaderBytes, sealedChunkBytes } from './chunk-layout.js'
import { fileCipherOf } from './file-secret.js'

/**
 * Decrypts chunks as they come, and releases each when it has been authenticated. Once anything was
 * wrong it refuses everything.
 *
 * @internal
 */
export class ChunkOpener {
  readonly #key: KeyObject
  readonly #context: Uint8Array
  readonly #gathered = Buffer.allocUnsafeSlow(sealedChunkBytes)
  #used = 0
  #cipher: ChunkCipher | undefined
  #index = 0
  #refused = false

  constructor(key: KeyObject, context: Uint8Array) {
    this.#key = key
    this.#context = context
  }

  /**
   * Takes bytes of the file and releases the content of all chunks that are complete with them.
   *
   * @throws PatchcordError `authentication-failed`
   */
  update(bytes: Uint8Array, release: (content: Buffer) => void): void {
    if (this.#refused) throw this.#refuse()
    let at = 0
    while (at < bytes.length) {
      const dueBytes = this.#cipher === undefined ? fileHeaderBytes : sealedChunkBytes
      const missing = dueBytes - this.#used
      if (bytes.length - at < missing) {
        this.#gather(bytes.subarray(at))
        return
      }
      const part = bytes.subarray(at, at + missing)
      at += missing
      if (missing === dueBytes) {
        this.#take(part, release)
        continue
      }
      this.#gather(part)
      this.#used = 0
      this.#take(this.#gathered.subarray(0, dueBytes), release)
    }
  }

  /**
   * Releases what the last chunk holds. A file without a last, shorter chunk was cut.
   *
   * @throws PatchcordError `authentication-failed`
   */
  finish(release: (content: Buffer) => void): void {
    if (this.#refused || this.#cipher === undefined) throw this.#refuse()
    this.#take(this.#gathered.subarray(0, this.#used), release)
  }

  #gather(bytes: Uint8Array): void {
    this.#gathered.set(bytes, this.#used)
    this.#used += bytes.length
  }

  #take(bytes: Uint8Array, release: (content: Buffer) => void): void {
    if (this.#cipher === undefined) {
      this.#cipher = fileCipherOf(this.#key, this.#context, bytes)
      if (this.#cipher === undefined) throw this.#refuse()
      return
    }
    const content = this.#cipher.open(this.#index++, bytes)
    if (content === undefined) throw this.#refuse()
    release(content)
  }

  #refuse(): Error {
    this.#refused = true
    return authenticationFailed('the encrypted stream')
  }
}

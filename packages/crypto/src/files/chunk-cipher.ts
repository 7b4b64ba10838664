import { type KeyObject, createCipheriv, createDecipheriv } from 'node:crypto'
import { PatchcordError } from '@patchcord/core'
import { chunkTagBytes, mostChunks } from './chunk-layout.js'

const algorithm = 'aes-256-gcm'
const options = { authTagLength: chunkTagBytes }

/**
 * Encrypts and decrypts the chunks of one file, each under the nonce of its number: so that one
 * that is moved, repeated or left out does not authenticate.
 *
 * @internal
 */
export class ChunkCipher {
  readonly #key: KeyObject
  readonly #baseNonce: Buffer
  readonly #nonce: Buffer

  /** @param baseNonce - 12 bytes, which it keeps */
  constructor(key: KeyObject, baseNonce: Buffer) {
    this.#key = key
    this.#baseNonce = baseNonce
    this.#nonce = Buffer.from(baseNonce)
  }

  /** The two parts of a chunk as it stands in the file: what was content, and the tag. */
  seal(index: number, content: Uint8Array): [Buffer, Buffer] {
    if (index >= mostChunks) throw tooLarge()
    const cipher = createCipheriv(algorithm, this.#key, this.#nonceOf(index), options)
    const ciphertext = cipher.update(content)
    cipher.final()
    return [ciphertext, cipher.getAuthTag()]
  }

  /** The content of a chunk, or `undefined` where it does not authenticate. */
  open(index: number, sealed: Uint8Array): Buffer | undefined {
    const contentBytes = sealed.length - chunkTagBytes
    if (contentBytes < 0 || index >= mostChunks) return undefined
    const decipher = createDecipheriv(algorithm, this.#key, this.#nonceOf(index), options)
    decipher.setAuthTag(sealed.subarray(contentBytes))
    const content = decipher.update(sealed.subarray(0, contentBytes))
    try {
      decipher.final()
      return content
    } catch {
      content.fill(0)
      return undefined
    }
  }

  /** The base nonce, its last 38 bits combined with the chunk's number by exclusive or. */
  #nonceOf(index: number): Buffer {
    const [base, nonce] = [this.#baseNonce, this.#nonce]
    nonce[7] = (base[7] as number) ^ Math.floor(index / 2 ** 32)
    nonce.writeUInt32BE((base.readUInt32BE(8) ^ (index % 2 ** 32)) >>> 0, 8)
    return nonce
  }
}

function tooLarge(): PatchcordError {
  return new PatchcordError(
    'key-exhausted',
    'more than 4 PiB cannot be encrypted as one file; begin another',
  )
}

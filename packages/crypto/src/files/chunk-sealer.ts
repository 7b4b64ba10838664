import type { ChunkCipher } from './chunk-cipher.js'
import { chunkBytes } from './chunk-layout.js'
import type { FileSecret } from './file-secret.js'

/** Cuts what comes into chunks and encrypts them. @internal */
export class ChunkSealer {
  readonly #cipher: ChunkCipher
  readonly #gathered = Buffer.allocUnsafeSlow(chunkBytes)
  #header: Buffer | undefined
  #used = 0
  #index = 0

  constructor(secret: FileSecret) {
    this.#cipher = secret.cipher
    this.#header = secret.header
  }

  /** What can be written now: the header, once, and all chunks that are full. */
  update(bytes: Uint8Array): Uint8Array[] {
    const pieces = this.#takeHeader()
    let at = 0
    if (this.#used > 0) {
      at = Math.min(bytes.length, chunkBytes - this.#used)
      this.#gather(bytes.subarray(0, at))
      if (this.#used < chunkBytes) return pieces
      this.#seal(this.#gathered, pieces)
      this.#used = 0
    }
    for (; at + chunkBytes <= bytes.length; at += chunkBytes)
      this.#seal(bytes.subarray(at, at + chunkBytes), pieces)
    this.#gather(bytes.subarray(at))
    return pieces
  }

  /** The last chunk, by whose shortness the end is known. Called once. */
  finish(): Uint8Array[] {
    const pieces = this.#takeHeader()
    this.#seal(this.#gathered.subarray(0, this.#used), pieces)
    this.wipe()
    return pieces
  }

  /** Forgets what was gathered. */
  wipe(): void {
    this.#gathered.fill(0)
    this.#used = 0
  }

  #takeHeader(): Uint8Array[] {
    const header = this.#header
    this.#header = undefined
    return header === undefined ? [] : [header]
  }

  #gather(bytes: Uint8Array): void {
    this.#gathered.set(bytes, this.#used)
    this.#used += bytes.length
  }

  #seal(content: Uint8Array, pieces: Uint8Array[]): void {
    pieces.push(...this.#cipher.seal(this.#index++, content))
  }
}

import {
  type CipherGCM,
  type DecipherGCM,
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  timingSafeEqual,
} from 'node:crypto'
import { type FrameSecrets, frameSecrets, nonceBytes } from './key-schedule.js'
import type { SFrameSuiteParts } from './sframe-suite.js'

const ctrKeyBytes = 16

/**
 * Protects and opens frames under one key id: RFC 9605, sections 4.4.3 to 4.5. Counters come in
 * halves of 32 bits.
 *
 * @internal
 */
export class FrameKey {
  readonly #key: KeyObject
  readonly #authKey: KeyObject | undefined
  /** In memory of its own: a piece of Node's pool would keep all of that from being given back. */
  readonly #salt = Buffer.alloc(nonceBytes)
  /** The nonce of the frame under way: Node copies it. */
  readonly #nonce = Buffer.alloc(nonceBytes)
  /** The tag of the frame under way: Node copies it too. */
  readonly #tag: Buffer
  readonly #suite: SFrameSuiteParts
  readonly #options: { readonly authTagLength: number }

  constructor(suite: SFrameSuiteParts, secrets: FrameSecrets) {
    const { key, salt } = secrets
    const isCtr = suite.mode === 'ctr-hmac'
    this.#suite = suite
    this.#options = { authTagLength: suite.tagBytes }
    this.#key = createSecretKey(isCtr ? key.subarray(0, ctrKeyBytes) : key)
    this.#authKey = isCtr ? createSecretKey(key.subarray(ctrKeyBytes)) : undefined
    this.#salt.set(salt)
    this.#tag = Buffer.alloc(suite.tagBytes)
    this.#salt.copy(this.#nonce)
    key.fill(0)
    salt.fill(0)
  }

  /** The key for a key id. */
  static derive(suite: SFrameSuiteParts, baseKey: KeyObject, kid: bigint): FrameKey {
    return new FrameKey(suite, frameSecrets(suite, baseKey, kid))
  }

  /**
   * Encrypts two pieces, one after the other, into `out` from `offset` on, and puts the tag behind
   * them.
   */
  seal(
    out: Uint8Array,
    offset: number,
    aad: Uint8Array,
    ctrHigh: number,
    ctrLow: number,
    first: Uint8Array,
    second?: Uint8Array,
  ): void {
    this.setNonce(ctrHigh, ctrLow)
    if (this.#authKey !== undefined) return this.sealCtr(out, offset, aad, first, second)
    const cipher = createCipheriv(
      this.#suite.cipher as 'aes-256-gcm',
      this.#key,
      this.#nonce,
      this.#options,
    ) as CipherGCM
    cipher.setAAD(aad)
    out.set(cipher.update(first), offset)
    let end = offset + first.length
    if (second !== undefined) {
      out.set(cipher.update(second), end)
      end += second.length
    }
    cipher.final()
    out.set(cipher.getAuthTag(), end)
  }

  /** Decrypts what is in `bytes` from `offset` on; `undefined` if it is not authentic. */
  open(
    bytes: Uint8Array,
    offset: number,
    aad: Uint8Array,
    ctrHigh: number,
    ctrLow: number,
  ): Buffer | undefined {
    const end = bytes.length - this.#suite.tagBytes
    if (end < offset) return undefined
    this.setNonce(ctrHigh, ctrLow)
    const sealed = bytes.subarray(offset, end)
    // Cheaper than a view.
    const tag = this.#tag
    for (let index = 0; index < tag.length; index++) tag[index] = bytes[end + index] as number
    if (this.#authKey !== undefined) return this.openCtr(sealed, tag, aad)
    const decipher = createDecipheriv(
      this.#suite.cipher as 'aes-256-gcm',
      this.#key,
      this.#nonce,
      this.#options,
    ) as DecipherGCM
    decipher.setAAD(aad)
    decipher.setAuthTag(tag)
    const plain = decipher.update(sealed)
    try {
      decipher.final()
    } catch {
      plain.fill(0)
      return undefined
    }
    return plain
  }

  private setNonce(ctrHigh: number, ctrLow: number): void {
    const [nonce, salt] = [this.#nonce, this.#salt]
    nonce.writeUInt32BE((salt.readUInt32BE(4) ^ ctrHigh) >>> 0, 4)
    nonce.writeUInt32BE((salt.readUInt32BE(8) ^ ctrLow) >>> 0, 8)
  }

  private sealCtr(
    out: Uint8Array,
    offset: number,
    aad: Uint8Array,
    first: Uint8Array,
    second: Uint8Array | undefined,
  ): void {
    const cipher = createCipheriv(this.#suite.cipher, this.#key, this.initialCounter())
    out.set(cipher.update(first), offset)
    let end = offset + first.length
    if (second !== undefined) {
      out.set(cipher.update(second), end)
      end += second.length
    }
    out.set(this.tagOf(out.subarray(offset, end), aad), end)
  }

  private openCtr(sealed: Uint8Array, tag: Uint8Array, aad: Uint8Array): Buffer | undefined {
    if (!timingSafeEqual(this.tagOf(sealed, aad), tag)) return undefined
    return createDecipheriv(this.#suite.cipher, this.#key, this.initialCounter()).update(sealed)
  }

  private initialCounter(): Buffer {
    return Buffer.concat([this.#nonce, Buffer.alloc(4)])
  }

  /** RFC 9605, section 4.5.1. */
  private tagOf(sealed: Uint8Array, aad: Uint8Array): Buffer {
    const { tagBytes, hash } = this.#suite
    const lengths = Buffer.alloc(24)
    lengths.writeBigUInt64BE(BigInt(aad.length))
    lengths.writeBigUInt64BE(BigInt(sealed.length), 8)
    lengths.writeBigUInt64BE(BigInt(tagBytes), 16)
    return createHmac(hash, this.#authKey as KeyObject)
      .update(lengths)
      .update(this.#nonce)
      .update(aad)
      .update(sealed)
      .digest()
      .subarray(0, tagBytes)
  }
}

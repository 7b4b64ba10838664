import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.js'
import { authenticationFailed } from '../errors/authentication-failed.js'
import type { FernetKeyHalves } from './fernet-key.js'

const version = 0x80
const ivStart = 9
const ciphertextStart = 25
const blockBytes = 16
const macBytes = 32

/**
 * A token that has been taken apart and not been authenticated:
 * `0x80 ‖ seconds (64 bits) ‖ iv (16 bytes) ‖ AES-128-CBC ciphertext ‖ HMAC-SHA-256`.
 *
 * @internal
 */
export interface FernetToken {
  readonly bytes: Buffer
  /** Seconds since the Unix epoch. */
  readonly createdAt: bigint
}

/** Makes a token. The initialisation vector is random, unless a test gives one. @internal */
export function sealToken(
  { signing, encryption }: FernetKeyHalves,
  plaintext: Uint8Array,
  createdAt: bigint,
  iv: Uint8Array = randomFillSync(Buffer.allocUnsafe(blockBytes)),
): string {
  const cipher = createCipheriv('aes-128-cbc', encryption, iv)
  const [start, end] = [cipher.update(plaintext), cipher.final()]
  const macStart = ciphertextStart + start.length + end.length
  // Put together once: of large tokens, each copy would cost about what encrypting them does.
  const bytes = Buffer.allocUnsafe(macStart + macBytes)
  bytes[0] = version
  bytes.writeBigUInt64BE(createdAt, 1)
  bytes.set(iv, ivStart)
  bytes.set(start, ciphertextStart)
  bytes.set(end, ciphertextStart + start.length)
  bytes.set(macOf(signing, bytes.subarray(0, macStart)), macStart)
  return encodeBase64url(bytes)
}

/** Takes a token apart. @internal */
export function readToken(token: string): FernetToken {
  const bytes = decodeBase64url(token, 'required')
  const rest = bytes === undefined ? -1 : bytes.length - ciphertextStart - macBytes
  if (bytes === undefined || rest < blockBytes || rest % blockBytes !== 0 || bytes[0] !== version)
    throw authenticationFailed('the token')
  return { bytes, createdAt: bytes.readBigUInt64BE(1) }
}

/** Whether a token was made with this key. @internal */
export function isAuthentic({ signing }: FernetKeyHalves, { bytes }: FernetToken): boolean {
  const macStart = bytes.length - macBytes
  return timingSafeEqual(macOf(signing, bytes.subarray(0, macStart)), bytes.subarray(macStart))
}

/** Decrypts a token that is authentic. @internal */
export function openToken({ encryption }: FernetKeyHalves, { bytes }: FernetToken): Buffer {
  const iv = bytes.subarray(ivStart, ciphertextStart)
  // The padding is taken off here: Node would give the text in two parts, to be copied into one.
  const decipher = createDecipheriv('aes-128-cbc', encryption, iv).setAutoPadding(false)
  const padded = decipher.update(bytes.subarray(ciphertextStart, bytes.length - macBytes))
  decipher.final()
  const length = padded.at(-1) ?? 0
  const padding = padded.subarray(-length)
  const isPadding = length >= 1 && length <= blockBytes && padding.every((byte) => byte === length)
  if (isPadding) return padded.subarray(0, -length)
  // Made with the key, and yet with a padding that is none.
  padded.fill(0)
  throw authenticationFailed('the token')
}

function macOf(signing: KeyObject, bytes: Uint8Array): Buffer {
  return createHmac('sha256', signing).update(bytes).digest()
}

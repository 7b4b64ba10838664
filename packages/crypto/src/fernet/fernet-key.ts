import { type KeyObject, createSecretKey } from 'node:crypto'
import { PatchcordError } from '@patchcord/core'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.js'
import { type SecretKey, generateKey, secretKeyBytes, secretKeyOf } from '../keys/secret-key.js'

/** A key for Fernet: 32 bytes, or their base64url text with padding, as other implementations write it. */
export type FernetKey = SecretKey | string

/** The two halves of a Fernet key. @internal */
export interface FernetKeyHalves {
  readonly signing: KeyObject
  readonly encryption: KeyObject
}

/**
 * A new random key as text, the way Python's `Fernet.generate_key()` gives it.
 *
 * @example
 * ```ts
 * import { fernet, generateFernetKey } from '@patchcord/crypto'
 *
 * const key = generateFernetKey()
 * console.log(key.length) // 44
 * console.log(String(fernet(key).decrypt(fernet(key).encrypt(Buffer.from('hello'))))) // hello
 * ```
 */
export function generateFernetKey(): string {
  const bytes = generateKey().export()
  const text = encodeBase64url(bytes)
  bytes.fill(0)
  return text
}

/** Checks a key and cuts it in two. @internal */
export function fernetKeyHalves(key: FernetKey): FernetKeyHalves {
  // Copies in both cases, so that they may be overwritten.
  const bytes = typeof key === 'string' ? read(key) : secretKeyOf(key).export()
  const halves = {
    signing: createSecretKey(bytes.subarray(0, 16)),
    encryption: createSecretKey(bytes.subarray(16)),
  }
  bytes.fill(0)
  return halves
}

function read(text: string): Buffer {
  const bytes = decodeBase64url(text, 'required')
  if (bytes?.length === secretKeyBytes) return bytes
  throw new PatchcordError(
    'key-invalid',
    `a Fernet key must be the base64url text of 32 bytes (44 characters), got ${text.length} characters that are not; ` +
      'generateFernetKey() makes one',
  )
}

import { type JsonWebKey, type KeyObject, createSecretKey } from 'node:crypto'
import { PatchcordError } from '@patchcord/core'
import { decodeBase64url } from '../bytes/base64url.js'
import { secretKeyBytes } from './secret-key.js'

/**
 * Reads a secret key of 256 bits: 64 hexadecimal digits, base64url text of 32 bytes (43
 * characters, or 44 with padding), or a JSON Web Key of the type `oct`. A text is taken as hex
 * where it has 64 characters; white space around it is ignored.
 *
 * @throws PatchcordError `key-invalid`, which says nothing of what the text holds
 *
 * @example
 * ```ts
 * import { exportKey, generateKey, importKey } from '@patchcord/crypto'
 *
 * const key = generateKey()
 * console.log(importKey(exportKey(key, 'hex')).equals(key)) // true
 * console.log(importKey(exportKey(key, 'jwk')).equals(key)) // true
 * ```
 */
export function importKey(key: string | JsonWebKey): KeyObject {
  const bytes = typeof key === 'string' ? fromText(key.trim()) : fromJwk(key)
  if (bytes?.length !== secretKeyBytes) throw unreadable()
  const secret = createSecretKey(bytes)
  bytes.fill(0)
  return secret
}

function fromText(text: string): Buffer | undefined {
  if (text.length === 2 * secretKeyBytes) {
    return /^[0-9a-f]+$/i.test(text) ? Buffer.from(text, 'hex') : undefined
  }
  return decodeBase64url(text, 'optional')
}

function fromJwk(jwk: JsonWebKey | null | undefined): Buffer | undefined {
  if (jwk?.kty !== 'oct' || typeof jwk.k !== 'string') return undefined
  return decodeBase64url(jwk.k, 'optional')
}

function unreadable(): PatchcordError {
  return new PatchcordError(
    'key-invalid',
    'a key must be 64 hexadecimal digits, the base64url text of 32 bytes, or a JSON Web Key { kty: "oct", k } of 256 bits',
  )
}

import type { JsonWebKey } from 'node:crypto'
import { checkChoice } from '@patchcord/core'
import { type SecretKey, secretKeyOf } from './secret-key.js'

/** How {@link exportKey} writes a key. */
export type KeyFormat = 'hex' | 'base64url' | 'jwk'

/**
 * Writes a secret key out: as 64 hexadecimal digits, as base64url without padding (43 characters),
 * or as a JSON Web Key. From here on the key is as safe as the place where it is put; a file wants
 * `writeKeyFile`.
 *
 * @throws PatchcordError `key-invalid`, `invalid-option`
 */
export function exportKey(key: SecretKey, format: 'jwk'): JsonWebKey
export function exportKey(key: SecretKey, format: 'hex' | 'base64url'): string
export function exportKey(key: SecretKey, format: KeyFormat): string | JsonWebKey {
  const secret = secretKeyOf(key)
  checkChoice('format', format, ['hex', 'base64url', 'jwk'])
  if (format === 'jwk') return secret.export({ format: 'jwk' })
  const bytes = secret.export()
  const text = bytes.toString(format)
  bytes.fill(0)
  return text
}

import { KeyObject, createSecretKey, randomBytes } from 'node:crypto'
import { PatchcordError } from '@patchcord/core'

/** A secret key of 256 bits: a `KeyObject`, which shows itself nowhere, or its 32 bytes. */
export type SecretKey = KeyObject | Uint8Array

/** Bytes in a secret key. */
export const secretKeyBytes = 32

/** A new random key of 256 bits. */
export function generateKey(): KeyObject {
  const bytes = randomBytes(secretKeyBytes)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

/**
 * Checks a key and makes it one that does not show itself.
 *
 * @param name - what the error calls it
 * @throws PatchcordError `key-invalid`, which says nothing of its bytes
 * @internal
 */
export function secretKeyOf(key: SecretKey, name = 'key'): KeyObject {
  if (key instanceof Uint8Array && key.byteLength === secretKeyBytes) return createSecretKey(key)
  if (key instanceof KeyObject && key.type === 'secret' && key.symmetricKeySize === secretKeyBytes)
    return key
  throw new PatchcordError(
    'key-invalid',
    `${name} must be a secret KeyObject or a Uint8Array of ${secretKeyBytes} bytes, got ${describe(key)}; ` +
      'generateKey() makes one, importKey() reads one, keyFromPassphrase() derives one',
    { details: { name } },
  )
}

function describe(key: unknown): string {
  if (key instanceof Uint8Array) return `${key.byteLength} bytes`
  if (key instanceof KeyObject) {
    return key.type === 'secret' ? `a key of ${key.symmetricKeySize} bytes` : `a ${key.type} key`
  }
  return key === null ? 'null' : `a ${typeof key}`
}

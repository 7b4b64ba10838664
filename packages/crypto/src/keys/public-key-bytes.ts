import { KeyObject, createPublicKey } from 'node:crypto'
import { PatchcordError } from '@patchcord/core'

/** Bytes in an X25519 public key. */
export const publicKeyBytes = 32

/** What comes before the 32 bytes of an X25519 public key in DER (RFC 8410, section 4). */
const derPrefix = Buffer.from('302a300506032b656e032100', 'hex')

/** An X25519 public key: a `KeyObject`, or its 32 bytes (RFC 7748). */
export type PublicKey = KeyObject | Uint8Array

/**
 * The 32 bytes of an X25519 public key, to send to the other end.
 *
 * @throws PatchcordError `key-invalid`
 */
export function publicKeyBytesOf(key: PublicKey): Uint8Array {
  if (key instanceof Uint8Array && key.length === publicKeyBytes) return Uint8Array.from(key)
  if (key instanceof KeyObject && key.type === 'public' && key.asymmetricKeyType === 'x25519') {
    return Uint8Array.from(key.export({ format: 'der', type: 'spki' }).subarray(derPrefix.length))
  }
  throw new PatchcordError(
    'key-invalid',
    `a public key must be an X25519 KeyObject or its ${publicKeyBytes} bytes`,
  )
}

/**
 * An X25519 public key as a `KeyObject`, such as one that came as 32 bytes from the other end.
 *
 * @throws PatchcordError `key-invalid`
 */
export function publicKeyOf(key: PublicKey): KeyObject {
  const der = Buffer.concat([derPrefix, publicKeyBytesOf(key)])
  return createPublicKey({ key: der, format: 'der', type: 'spki' })
}

import { KeyObject, createHash } from 'node:crypto'
import { PatchcordError } from '@patchcord/core'
import { deriveKey } from './derive-key.js'
import { publicKeyBytesOf } from './public-key-bytes.js'
import { type SecretKey, secretKeyOf } from './secret-key.js'

const groups = 8
const digitsPerGroup = 5

/**
 * A fingerprint of a key for people to compare aloud: eight groups of five digits, 132 bits. Two
 * ends that read out the same digits have the same key. It does not give a key away; that of a
 * secret key is a hash of a key derived from it. Of a key that comes from a weak passphrase it would
 * let a listener test guesses.
 *
 * @param key - a secret key, or an X25519 public key as a `KeyObject`; `publicKeyOf` makes one of its
 * bytes, which would be taken for a secret key here
 * @throws PatchcordError `key-invalid`
 *
 * @example
 * ```ts
 * import { importKey, keyFingerprint } from '@patchcord/crypto'
 *
 * const key = importKey('00'.repeat(32))
 * console.log(keyFingerprint(key)) // 06590 71612 47798 00231 39922 05805 18140 11470
 * ```
 */
export function keyFingerprint(key: SecretKey | KeyObject): string {
  const hash = createHash('sha512').update('patchcord key fingerprint\0')
  if (key instanceof KeyObject && key.type === 'public') {
    hash.update('x25519\0').update(publicKeyBytesOf(key))
  } else if (key instanceof KeyObject && key.type === 'private') {
    throw new PatchcordError(
      'key-invalid',
      'a private key has no fingerprint of its own; compare that of its public key',
    )
  } else {
    const derived = deriveKey(secretKeyOf(key), ['patchcord fingerprint']).export()
    hash.update('secret\0').update(derived)
    derived.fill(0)
  }
  const digits = groups * digitsPerGroup
  const number = BigInt(`0x${hash.digest('hex')}`) % 10n ** BigInt(digits)
  const text = number.toString().padStart(digits, '0')
  return (text.match(new RegExp(`.{${digitsPerGroup}}`, 'g')) as string[]).join(' ')
}

import {
  KeyObject,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
} from 'node:crypto'
import { PatchcordError, checkKnownOptions, invalidOption } from '@patchcord/core'
import { deriveKey } from './derive-key.js'
import { type PublicKey, publicKeyBytesOf, publicKeyOf } from './public-key-bytes.js'
import { wipe } from './wipe.js'

/** What HKDF takes is bounded. */
const mostPurposeBytes = 256

/** A pair of X25519 keys (RFC 7748). */
export interface AgreementKeys {
  /** Stays here. */
  readonly privateKey: KeyObject
  /** Goes to the other end; `publicKeyBytesOf` gives its 32 bytes. */
  readonly publicKey: KeyObject
}

/** What {@link agreeKey} agrees on. */
export interface AgreeKeyOptions {
  /** This end's private key. */
  readonly privateKey: KeyObject
  /** The other end's public key. */
  readonly publicKey: PublicKey
  /**
   * What the key is for; both ends must say the same. At most 256 bytes of UTF-8.
   *
   * @defaultValue `''`
   */
  readonly purpose?: string
}

/** A new pair of X25519 keys. For forward secrecy make one for every call, and forget it then. */
export function generateAgreementKeys(): AgreementKeys {
  return generateKeyPairSync('x25519')
}

/**
 * Agrees on a secret key of 256 bits with somebody whose public key is known: X25519, then
 * HKDF-SHA-512 over the shared secret with both public keys and the purpose bound in. Both ends
 * get the same key. Who stands behind a public key it cannot know: compare fingerprints aloud, of
 * the public keys or of the key that is agreed on.
 *
 * @throws PatchcordError `key-invalid`, also for a public key of small order, with which anybody
 * would know the result; `invalid-option`
 *
 * @example
 * ```ts
 * import { agreeKey, generateAgreementKeys, keyFingerprint } from '@patchcord/crypto'
 *
 * const [ada, bob] = [generateAgreementKeys(), generateAgreementKeys()]
 * const ours = agreeKey({ privateKey: ada.privateKey, publicKey: bob.publicKey, purpose: 'intercom' })
 * const theirs = agreeKey({ privateKey: bob.privateKey, publicKey: ada.publicKey, purpose: 'intercom' })
 * console.log(keyFingerprint(ours) === keyFingerprint(theirs)) // true
 * ```
 */
export function agreeKey(options: AgreeKeyOptions): KeyObject {
  checkKnownOptions('agreeKey', options, ['privateKey', 'publicKey', 'purpose'])
  const { privateKey, publicKey, purpose = '' } = options
  if (
    !(privateKey instanceof KeyObject) ||
    privateKey.type !== 'private' ||
    privateKey.asymmetricKeyType !== 'x25519'
  ) {
    throw new PatchcordError(
      'key-invalid',
      'privateKey must be an X25519 private KeyObject; generateAgreementKeys() makes one',
    )
  }
  const own = publicKeyBytesOf(createPublicKey(privateKey))
  const other = publicKeyBytesOf(publicKey)
  if (typeof purpose !== 'string' || Buffer.byteLength(purpose) > mostPurposeBytes)
    throw invalidOption('purpose', `text of ${mostPurposeBytes} bytes at most`, purpose)
  // In one order at both ends.
  const [first, second] = Buffer.compare(own, other) <= 0 ? [own, other] : [other, own]
  const shared = sharedSecret(privateKey, publicKey)
  const key = deriveKey(createSecretKey(shared), ['patchcord agreement', first, second, purpose])
  wipe(shared)
  return key
}

function sharedSecret(privateKey: KeyObject, publicKey: PublicKey): Buffer {
  let shared: Buffer | undefined
  try {
    shared = diffieHellman({ privateKey, publicKey: publicKeyOf(publicKey) })
  } catch {
    // OpenSSL refuses what gives zeros.
  }
  if (shared === undefined || shared.every((byte) => byte === 0)) {
    throw new PatchcordError(
      'key-invalid',
      "the other end's public key is a point of small order: it is damaged, or somebody wants to know the result",
    )
  }
  return shared
}

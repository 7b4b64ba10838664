import { type KeyObject, createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'
import { PatchcordError, checkKnownOptions } from '@patchcord/core'
import { checkBytes } from '../bytes/check-bytes.js'
import { authenticationFailed } from '../errors/authentication-failed.js'
import { type SecretKey, secretKeyOf } from '../keys/secret-key.js'

/** Bytes in a nonce: the 96 bits that GCM takes as they are. */
const nonceBytes = 12
/** Bytes in a tag. Node takes 4 unless it is told. */
const tagBytes = 16
/** With random nonces, a key is good for so many messages (NIST SP 800-38D, section 8.3). */
const mostMessages = 2 ** 32

/** Bytes that {@link Aes256Gcm.encrypt} adds: nonce and tag. */
export const aes256gcmOverheadBytes: number = nonceBytes + tagBytes

/** What else is authenticated. */
export interface AssociatedDataOptions {
  /**
   * Bytes that are authenticated with the message and not part of it; both ends must give the same.
   *
   * @defaultValue none
   */
  readonly associatedData?: Uint8Array
}

/** An encrypted message in its three parts, as other systems may deliver it. */
export interface Aes256GcmParts {
  /** 12 bytes. */
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
  /** 16 bytes. */
  readonly tag: Uint8Array
}

/** Encrypts and decrypts single messages; made by {@link aes256gcm}. */
export interface Aes256Gcm {
  /**
   * Encrypts a message under a fresh random nonce: `nonce ‖ ciphertext ‖ tag`, 28 bytes longer.
   *
   * @throws PatchcordError `key-exhausted` after 2^32 messages: take a new key
   */
  encrypt(plaintext: Uint8Array, options?: AssociatedDataOptions): Uint8Array
  /**
   * Decrypts what `encrypt` gave.
   *
   * @throws PatchcordError `authentication-failed`, whatever is wrong with it
   */
  decrypt(message: Uint8Array, options?: AssociatedDataOptions): Uint8Array
  /**
   * Decrypts a message whose parts travel separately. Nonces of another length than 12 bytes and
   * tags of another length than 16 are refused.
   *
   * @throws PatchcordError `authentication-failed`
   */
  decryptParts(parts: Aes256GcmParts, options?: AssociatedDataOptions): Uint8Array
}

/**
 * AES-256-GCM (NIST SP 800-38D) for single messages, such as one packet or one small record, with
 * random 96-bit nonces and 128-bit tags. It knows no order: a message that is deleted, repeated or
 * moved is not noticed. Messages are counted for each object that this function gives: make one for
 * a key, and keep it.
 *
 * @throws PatchcordError `key-invalid`
 *
 * @example
 * ```ts
 * import { aes256gcm, generateKey } from '@patchcord/crypto'
 *
 * const box = aes256gcm(generateKey())
 * const message = box.encrypt(Buffer.from('meet at noon'), { associatedData: Buffer.from('note 7') })
 * console.log(message.length) // 40
 * console.log(String(box.decrypt(message, { associatedData: Buffer.from('note 7') }))) // meet at noon
 * ```
 */
export function aes256gcm(key: SecretKey): Aes256Gcm {
  return limitedAes256Gcm(key, mostMessages)
}

/** The same for fewer messages. @internal */
export function limitedAes256Gcm(key: SecretKey, most: number): Aes256Gcm {
  const secret = secretKeyOf(key)
  let messages = 0
  return {
    encrypt(plaintext, options) {
      const associatedData = associatedDataOf('encrypt', options)
      checkBytes('plaintext', plaintext)
      if (messages === most) throw exhausted()
      messages++
      const nonce = randomFillSync(Buffer.allocUnsafe(nonceBytes))
      return sealWith(secret, nonce, plaintext, associatedData)
    },
    decrypt(message, options) {
      const associatedData = associatedDataOf('decrypt', options)
      const { length } = checkBytes('message', message)
      if (length < aes256gcmOverheadBytes) throw authenticationFailed('the message')
      const parts = {
        nonce: message.subarray(0, nonceBytes),
        ciphertext: message.subarray(nonceBytes, length - tagBytes),
        tag: message.subarray(length - tagBytes),
      }
      return open(secret, parts, associatedData)
    },
    decryptParts(parts, options) {
      return open(secret, parts, associatedDataOf('decryptParts', options))
    },
  }
}

/**
 * Encrypts under a nonce of the caller's, which must never come twice under one key.
 *
 * @internal
 */
export function sealWith(
  key: KeyObject,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  associatedData: Uint8Array | undefined,
): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  if (associatedData !== undefined) cipher.setAAD(associatedData)
  const ciphertext = cipher.update(plaintext)
  return Buffer.concat([nonce, ciphertext, cipher.final(), cipher.getAuthTag()])
}

function open(
  key: KeyObject,
  { nonce, ciphertext, tag }: Aes256GcmParts,
  associatedData: Uint8Array | undefined,
): Uint8Array {
  checkBytes('nonce', nonce)
  checkBytes('ciphertext', ciphertext)
  checkBytes('tag', tag)
  if (nonce.length !== nonceBytes || tag.length !== tagBytes)
    throw authenticationFailed('the message')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAuthTag(tag)
  if (associatedData !== undefined) decipher.setAAD(associatedData)
  const plaintext = decipher.update(ciphertext)
  try {
    decipher.final()
  } catch {
    plaintext.fill(0)
    throw authenticationFailed('the message')
  }
  return plaintext
}

function associatedDataOf(
  where: string,
  options: AssociatedDataOptions | undefined,
): Uint8Array | undefined {
  checkKnownOptions(where, options, ['associatedData'])
  const { associatedData } = options ?? {}
  return associatedData === undefined ? undefined : checkBytes('associatedData', associatedData)
}

function exhausted(): PatchcordError {
  return new PatchcordError(
    'key-exhausted',
    'this key has encrypted 2^32 messages, after which random nonces are no longer safe; take a new key',
  )
}

import {
  type Clock,
  PatchcordError,
  checkKnownOptions,
  checkNumber,
  invalidOption,
} from '@patchcord/core'
import { checkBytes } from '../bytes/check-bytes.js'
import { authenticationFailed } from '../errors/authentication-failed.js'
import { type FernetKey, type FernetKeyHalves, fernetKeyHalves } from './fernet-key.js'
import { type FernetToken, isAuthentic, openToken, readToken, sealToken } from './fernet-token.js'

/** A token may come from a clock that is ahead by so much. */
const maxClockSkewSeconds = 60

/** Other systems read it. `systemClock` counts on from the start of the process, and stands still in sleep. */
const timeOfDay: Pick<Clock, 'now'> = { now: () => Date.now() }

/** Options of {@link fernet}. */
export interface FernetOptions {
  /**
   * Where the time in a token, and its age, come from.
   *
   * @defaultValue the time of day, which follows when the system's clock is set
   */
  readonly clock?: Pick<Clock, 'now'>
}

/** Options of {@link Fernet.decrypt}. */
export interface FernetDecryptOptions {
  /**
   * How old a token may be, in seconds: 0 or more. With it, a token from more than 60 s in the
   * future is refused too.
   *
   * @defaultValue any age
   */
  readonly ttlSeconds?: number
}

/** Makes and reads Fernet tokens; made by {@link fernet}. */
export interface Fernet {
  /** Encrypts bytes with the first key. The token is text, and tells when it was made. */
  encrypt(plaintext: Uint8Array): string
  /**
   * Decrypts a token that any of the keys has made.
   *
   * @throws PatchcordError `authentication-failed`, whatever is wrong with it, its age too
   */
  decrypt(token: string | Uint8Array, options?: FernetDecryptOptions): Uint8Array
  /**
   * Encrypts anew, with the first key, what any of the keys has encrypted. The time of the token
   * stays, and with it its age.
   *
   * @throws PatchcordError `authentication-failed`
   */
  rotate(token: string | Uint8Array): string
  /**
   * When an authentic token was made, in seconds since the Unix epoch.
   *
   * @throws PatchcordError `authentication-failed`
   */
  createdAtSeconds(token: string | Uint8Array): number
}

/**
 * Fernet, to exchange small messages with other systems; its tokens are those of Python's
 * `cryptography`. AES-128-CBC with HMAC-SHA-256 over everything, the time included. Several keys
 * make rotation possible: the first encrypts, all of them decrypt.
 *
 * A token is authenticated before its age is looked at, and base64url is read strictly. Messages
 * are whole in memory and no order is kept: it is for small messages, and not for streams of audio.
 *
 * Source: the Fernet specification, version 0x80.
 *
 * @param keys - one key, or several, of which the first is the current one
 * @throws PatchcordError `key-invalid`, `invalid-option`
 *
 * @example
 * ```ts
 * import { fernet, generateFernetKey } from '@patchcord/crypto'
 *
 * const [oldKey, newKey] = [generateFernetKey(), generateFernetKey()]
 * const token = fernet(oldKey).encrypt(Buffer.from('hello'))
 *
 * const box = fernet([newKey, oldKey])
 * const rotated = box.rotate(token)
 * console.log(String(fernet(newKey).decrypt(rotated, { ttlSeconds: 60 }))) // hello
 * ```
 */
export function fernet(
  keys: FernetKey | readonly FernetKey[],
  options: FernetOptions = {},
): Fernet {
  checkKnownOptions('fernet', options, ['clock'])
  const { clock = timeOfDay } = options
  if (typeof clock?.now !== 'function') throw invalidOption('clock', 'a Clock', clock)
  const halves = (Array.isArray(keys) ? keys : [keys]).map(fernetKeyHalves)
  const [first] = halves
  if (first === undefined) {
    throw new PatchcordError('key-invalid', 'fernet() needs at least one key, got an empty list')
  }
  const nowSeconds = (): bigint => BigInt(Math.floor(clock.now() / 1000))

  const open = (token: string | Uint8Array): { key: FernetKeyHalves; read: FernetToken } => {
    const read = readToken(textOf(token))
    const key = halves.find((candidate) => isAuthentic(candidate, read))
    if (key === undefined) throw authenticationFailed('the token')
    return { key, read }
  }

  return {
    encrypt: (plaintext) => sealToken(first, checkBytes('plaintext', plaintext), nowSeconds()),
    decrypt(token, decryptOptions) {
      checkKnownOptions('decrypt', decryptOptions, ['ttlSeconds'])
      const ttl = decryptOptions?.ttlSeconds
      if (ttl !== undefined) checkNumber('ttlSeconds', ttl, { min: 0, unit: 's' })
      const { key, read } = open(token)
      if (ttl !== undefined && !isCurrent(read, nowSeconds(), ttl))
        throw authenticationFailed('the token')
      return openToken(key, read)
    },
    rotate(token) {
      const { key, read } = open(token)
      const plaintext = openToken(key, read)
      const rotated = sealToken(first, plaintext, read.createdAt)
      plaintext.fill(0)
      return rotated
    },
    createdAtSeconds: (token) => Number(open(token).read.createdAt),
  }
}

function isCurrent({ createdAt }: FernetToken, now: bigint, ttlSeconds: number): boolean {
  const age = Number(now - createdAt)
  return age <= ttlSeconds && age >= -maxClockSkewSeconds
}

function textOf(token: string | Uint8Array): string {
  if (typeof token === 'string') return token
  // Bytes beyond ASCII must not become characters that are letters.
  const { buffer, byteOffset, byteLength } = checkBytes('token', token)
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}

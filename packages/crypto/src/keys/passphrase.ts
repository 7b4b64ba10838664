import { type KeyObject, createSecretKey, randomBytes, scrypt } from 'node:crypto'
import { PatchcordError, checkKnownOptions } from '@patchcord/core'
import {
  type ScryptParameters,
  checkScryptParameters,
  defaultScrypt,
  readScryptParameters,
  saltBytes,
  scryptMemoryBytes,
  writeScryptParameters,
} from './scrypt-parameters.js'
import { secretKeyBytes } from './secret-key.js'
import { wipe } from './wipe.js'

/** Options of {@link keyFromPassphrase}. */
export interface PassphraseOptions {
  /**
   * The text that came with the key when it was first derived. It is no secret, and may come from
   * a file or a peer: what would cost too much, or is too weak, is refused.
   *
   * @defaultValue a fresh random salt, with the other options
   */
  readonly parameters?: string
  /**
   * Rounds of scrypt, as a power of two: 14 to 20. One more doubles time and memory.
   *
   * @defaultValue 17: 128 MiB, about half a second
   */
  readonly costLog2?: number
  /**
   * Block size of scrypt: 8 to 16.
   *
   * @defaultValue 8
   */
  readonly blockSize?: number
  /**
   * Independent runs of scrypt: 1 to 4.
   *
   * @defaultValue 1
   */
  readonly parallelization?: number
}

/** A key that a passphrase gave, and what is needed to derive it again. */
export interface PassphraseKey {
  readonly key: KeyObject
  /** Salt and costs, as text: `$scrypt$ln=17,r=8,p=1$...`. Store or send it; it is no secret. */
  readonly parameters: string
}

/**
 * Derives a key of 256 bits from a passphrase by scrypt (RFC 7914). The passphrase is normalised
 * (Unicode NFKC), so that it is the same on every keyboard. What is easily guessed stays easily
 * guessed: take six random words or more.
 *
 * @throws PatchcordError (rejects) `key-invalid` for an empty passphrase or parameters that are
 * out of bounds, `invalid-option`
 *
 * @example
 * ```ts
 * import { keyFromPassphrase } from '@patchcord/crypto'
 *
 * const first = await keyFromPassphrase('correct horse battery staple', { costLog2: 14 })
 * const again = await keyFromPassphrase('correct horse battery staple', { parameters: first.parameters })
 * console.log(again.key.equals(first.key)) // true
 * ```
 */
export async function keyFromPassphrase(
  passphrase: string,
  options: PassphraseOptions = {},
): Promise<PassphraseKey> {
  const costs = ['costLog2', 'blockSize', 'parallelization'] as const
  checkKnownOptions('keyFromPassphrase', options, ['parameters', ...costs])
  if (typeof passphrase !== 'string' || passphrase === '')
    throw new PatchcordError('key-invalid', 'a passphrase must be text, and not empty')
  const { parameters: stored, ...rest } = options
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  if (stored !== undefined && Object.keys(given).length > 0) {
    throw new PatchcordError(
      'invalid-option',
      'parameters hold the costs already; give them or costLog2, blockSize, parallelization, not both',
    )
  }
  const parameters =
    stored === undefined
      ? checkScryptParameters({ ...defaultScrypt, ...given, salt: randomBytes(saltBytes) })
      : readScryptParameters(stored)
  const bytes = await derive(passphrase, parameters)
  const key = createSecretKey(bytes)
  wipe(bytes)
  return { key, parameters: writeScryptParameters(parameters) }
}

function derive(passphrase: string, parameters: ScryptParameters): Promise<Buffer> {
  const { costLog2, blockSize, parallelization, salt } = parameters
  const secret = Buffer.from(passphrase.normalize('NFKC'), 'utf8')
  const options = {
    N: 2 ** costLog2,
    r: blockSize,
    p: parallelization,
    // Node counts a little more than the table itself.
    maxmem: 2 * scryptMemoryBytes(parameters),
  }
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, secretKeyBytes, options, (error, bytes) => {
      wipe(secret)
      if (error === null) resolve(bytes)
      else reject(error)
    })
  })
}

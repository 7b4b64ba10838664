import type { KeyObject } from 'node:crypto'
import { invalidOption } from '@patchcord/core'
import { checkBytes } from '../bytes/check-bytes.js'
import { type SecretKey, secretKeyOf } from '../keys/secret-key.js'

/** What every function for encrypted files and streams is told. */
export interface FileCryptoOptions {
  /** The secret key: 256 bits, and uniformly random. A passphrase needs `keyFromPassphrase`. */
  readonly key: SecretKey
  /**
   * What the file is for, as bytes: they are bound to it, do not stand in it, and both ends must give
   * the same. So a file of one use is refused in another that has the same key.
   *
   * @defaultValue no bytes
   */
  readonly context?: Uint8Array
}

/** The names of {@link FileCryptoOptions}. @internal */
export const fileCryptoOptionNames: readonly (keyof FileCryptoOptions)[] = ['key', 'context']

/** Key and context, checked. @internal */
export interface CheckedFileCrypto {
  readonly key: KeyObject
  readonly context: Uint8Array
}

/** Checks key and context at the door. @internal */
export function checkFileCrypto(options: FileCryptoOptions): CheckedFileCrypto {
  const { key, context = new Uint8Array(0) } = options ?? {}
  return {
    key: secretKeyOf(key as SecretKey),
    // The caller may use the memory again before a stream begins.
    context: Uint8Array.from(checkBytes('context', context)),
  }
}

/** Checks a signal, if there is one. @internal */
export function checkSignal(signal: unknown): void {
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidOption('signal', 'an AbortSignal', signal)
}

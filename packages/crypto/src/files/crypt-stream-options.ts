import { checkKnownOptions } from '@patchcord/core'
import {
  type CheckedFileCrypto,
  type FileCryptoOptions,
  checkFileCrypto,
  checkSignal,
  fileCryptoOptionNames,
} from './file-crypto-options.js'

/** Options of {@link encryptStream} and {@link decryptStream}. */
export interface CryptStreamOptions extends FileCryptoOptions {
  /** Destroys the stream with `aborted` when it fires. */
  readonly signal?: AbortSignal
}

/** Bytes that a stream takes on each side before it asks for a pause. @internal */
export const streamBufferBytes: number = 64 * 1024

/** Checks the options at the door. @internal */
export function checkCryptStream(where: string, options: CryptStreamOptions): CheckedFileCrypto {
  checkKnownOptions(where, options, [...fileCryptoOptionNames, 'signal'])
  checkSignal(options?.signal)
  return checkFileCrypto(options)
}

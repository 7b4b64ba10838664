import { checkKnownOptions } from '@patchcord/core'
import type { EncryptedFile } from './encrypted-file.js'
import { EncryptedReader } from './encrypted-reader.js'
import {
  type FileCryptoOptions,
  checkFileCrypto,
  fileCryptoOptionNames,
} from './file-crypto-options.js'
import { checkFilePath } from './file-path.js'
import { InputFile } from './input-file.js'
import { SealedChunks } from './sealed-chunks.js'
import { type TruncationOptions, checkAllowTruncated } from './truncation-options.js'

/** Options of {@link openEncrypted}. */
export interface OpenEncryptedOptions extends FileCryptoOptions, TruncationOptions {}

/**
 * Opens a file that `encryptFile`, `encryptStream` or `createEncrypted` made, to read any part of it
 * without the others. Opening checks the key, and that the end is there; what lies between is
 * checked where it is read. `wavSource` of `@patchcord/core` plays from it.
 *
 * @throws PatchcordError (rejects) `authentication-failed`, whatever is wrong with the file;
 * `file-not-found`, `file-unsupported`, `io-failed`, `key-invalid`, `invalid-option`
 *
 * @example
 * ```ts
 * import { pipeline, wavFileSink, wavSource } from '@patchcord/core'
 * import { encryptFile, generateKey, openEncrypted } from '@patchcord/crypto'
 *
 * const key = generateKey()
 * await encryptFile('input.wav', 'secret.wav', { key })
 * const source = wavSource(await openEncrypted('secret.wav', { key }), { startMs: 900 })
 * const { frames } = await pipeline(source, wavFileSink('end.wav')).finished
 * console.log(frames) // 4800
 * ```
 */
export async function openEncrypted(
  path: string,
  options: OpenEncryptedOptions,
): Promise<EncryptedFile> {
  checkKnownOptions('openEncrypted', options, [...fileCryptoOptionNames, 'allowTruncated'])
  const crypto = checkFileCrypto(options)
  const allowTruncated = checkAllowTruncated(options)
  const input = await InputFile.open(checkFilePath('path', path))
  try {
    return new EncryptedReader(await SealedChunks.open(input, crypto, allowTruncated))
  } catch (error) {
    await input.close()
    throw error
  }
}

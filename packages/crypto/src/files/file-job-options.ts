import { checkKnownOptions, invalidOption } from '@patchcord/core'
import {
  type CheckedFileCrypto,
  type FileCryptoOptions,
  checkFileCrypto,
  checkSignal,
  fileCryptoOptionNames,
} from './file-crypto-options.js'
import { checkFilePath } from './file-path.js'

/** How far `encryptFile` or `decryptFile` is. */
export interface FileProgress {
  /** Bytes of the content so far, of which all are in the output. */
  readonly bytesDone: number
  /** Bytes of the content in all. */
  readonly bytesTotal: number
}

/** Options of {@link encryptFile}, and of `decryptFile`. */
export interface EncryptFileOptions extends FileCryptoOptions {
  /** Stops the work with `aborted` when it fires, at the next MiB at the latest. */
  readonly signal?: AbortSignal
  /**
   * Whether a file that is there may be replaced, which may be the input itself.
   *
   * @defaultValue true
   */
  readonly overwrite?: boolean
  /** Called after each MiB, and at the end. What it throws ends the work. */
  readonly onProgress?: (progress: FileProgress) => void
}

/** What was done. */
export interface FileCryptoResult {
  /** Bytes of the output. */
  readonly bytesWritten: number
}

/** The options with their defaults. @internal */
export interface FileJob extends CheckedFileCrypto {
  readonly input: string
  readonly output: string
  readonly overwrite: boolean
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((progress: FileProgress) => void) | undefined
}

const names = [...fileCryptoOptionNames, 'signal', 'overwrite', 'onProgress']

/** Checks paths and options at the door. @internal */
export function checkFileJob(
  where: string,
  input: string,
  output: string,
  options: EncryptFileOptions,
  moreNames: readonly string[] = [],
): FileJob {
  checkKnownOptions(where, options, [...names, ...moreNames])
  const { key, context } = checkFileCrypto(options)
  const { signal, overwrite = true, onProgress } = options
  checkSignal(signal)
  checkOverwrite(overwrite)
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalidOption('onProgress', 'a function', onProgress)
  return {
    input: checkFilePath('input', input),
    output: checkFilePath('output', output),
    key,
    context,
    overwrite,
    signal,
    onProgress,
  }
}

/** Checks the option at the door. @internal */
export function checkOverwrite(overwrite: unknown): void {
  if (typeof overwrite !== 'boolean') throw invalidOption('overwrite', 'true or false', overwrite)
}

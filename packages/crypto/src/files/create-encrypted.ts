import { type FileHandle, open, unlink } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { checkKnownOptions } from '@patchcord/core'
import { destroyOnAbort } from './aborted.js'
import { ChunkSealer } from './chunk-sealer.js'
import { streamBufferBytes } from './crypt-stream-options.js'
import {
  type FileCryptoOptions,
  checkFileCrypto,
  checkSignal,
  fileCryptoOptionNames,
} from './file-crypto-options.js'
import { attempt } from './file-error.js'
import { checkOverwrite } from './file-job-options.js'
import { checkFilePath } from './file-path.js'
import { newFileSecret } from './file-secret.js'
import { replacedFile } from './replaced-file.js'
import { writePieces } from './write-pieces.js'

/** Options of {@link createEncrypted}. */
export interface CreateEncryptedOptions extends FileCryptoOptions {
  /** Destroys the stream with `aborted` when it fires. */
  readonly signal?: AbortSignal
  /**
   * Whether a file that is there may be replaced.
   *
   * @defaultValue true
   */
  readonly overwrite?: boolean
}

class EncryptedFileWriter extends Writable {
  readonly #path: string
  readonly #overwrite: boolean
  readonly #sealer: ChunkSealer
  #file: FileHandle | undefined
  #size = 0

  constructor(path: string, sealer: ChunkSealer, overwrite: boolean) {
    super({ highWaterMark: streamBufferBytes })
    this.#path = path
    this.#sealer = sealer
    this.#overwrite = overwrite
  }

  override _construct(done: (error?: Error | null) => void): void {
    this.#open().then(() => done(), done)
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#append(this.#sealer.update(bytes), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#append(this.#sealer.finish(), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#sealer.wipe()
    const closing = this.#file?.close() ?? Promise.resolve()
    closing.then(
      () => done(error),
      (failure: Error) => done(error ?? failure),
    )
  }

  async #open(): Promise<void> {
    const { target, present } = await replacedFile(this.#path, this.#overwrite)
    // Whoever reads the old file, this very process perhaps, reads on undisturbed.
    if (present) await attempt(this.#path, 'replaced', () => unlink(target))
    this.#file = await attempt(this.#path, 'created', () => open(target, 'wx'))
  }

  #append(pieces: readonly Uint8Array[], done: (error?: Error | null) => void): void {
    if (pieces.length === 0) return done()
    const file = this.#file as FileHandle
    attempt(this.#path, 'written', () => writePieces(file, pieces, this.#size)).then(() => {
      for (const { length } of pieces) this.#size += length
      done()
    }, done)
  }
}

/**
 * A new file that encrypts what is written to it, as `encryptStream` does, for what is recorded:
 * each 16 KiB are in the file as soon as they are complete. A process that is killed loses no more
 * than the last of them; the file then has no end, is refused as one that was cut, and
 * `allowTruncated` reads what is there. So does one whose stream is destroyed before its end.
 *
 * @param path - a file; for other outputs use `encryptStream`
 * @throws PatchcordError `key-invalid`, `invalid-option`; while it runs `file-not-found`,
 * `file-unsupported`, `io-failed`, `disk-full`, `aborted`
 *
 * @example
 * ```ts
 * import { pipeline, wavFileSource, wavSink, wavSource } from '@patchcord/core'
 * import { createEncrypted, generateKey, openEncrypted } from '@patchcord/crypto'
 *
 * const key = generateKey()
 * await pipeline(wavFileSource('input.wav'), wavSink(createEncrypted('take.enc', { key }))).finished
 *
 * const source = wavSource(await openEncrypted('take.enc', { key }), { startMs: 500 })
 * for await (const buffer of source) console.log(buffer.position, buffer.frameCount)
 * // 0 16384
 * // 16384 7616
 * ```
 */
export function createEncrypted(path: string, options: CreateEncryptedOptions): Writable {
  checkKnownOptions('createEncrypted', options, [...fileCryptoOptionNames, 'signal', 'overwrite'])
  const { key, context } = checkFileCrypto(options)
  const { signal, overwrite = true } = options
  checkSignal(signal)
  checkOverwrite(overwrite)
  const sealer = new ChunkSealer(newFileSecret(key, context))
  const writer = new EncryptedFileWriter(checkFilePath('path', path), sealer, overwrite)
  return destroyOnAbort(writer, 'createEncrypted', signal)
}

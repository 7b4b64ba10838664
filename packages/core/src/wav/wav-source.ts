import { invalidOption } from '../errors/option-checks.js'
import type { ByteReader } from './byte-reader.js'
import { WavFileSource } from './wav-file-source.js'
import type { WavFileSourceOptions } from './wav-file-source-options.js'

/** Reads from bytes that somebody else has opened, and closes them. */
class WavSource extends WavFileSource {
  constructor(
    private readonly bytes: ByteReader,
    options: WavFileSourceOptions,
  ) {
    super(bytes.path, options, 'wavSource')
  }

  protected override openReader(): Promise<ByteReader> {
    return Promise.resolve(this.bytes)
  }

  /** The bytes are closed below: also those of a source that was never opened. */
  protected override async teardown(): Promise<void> {}

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    super._destroy(error, (failure) => {
      this.bytes.close().then(
        () => callback(failure),
        (thrown: Error) => callback(failure ?? thrown),
      )
    })
  }
}

/**
 * Reads a WAV file out of bytes that can be read at any position, as {@link wavFileSource} reads one
 * of the disk: only what is played is read, so it can begin in the middle. The source owns the
 * reader and closes it, also where it was never started.
 *
 * @param reader - what `openEncrypted()` of `@patchcord/crypto` gives, or one of your own
 * @throws PatchcordError (on opening) `file-invalid`, `file-unsupported`, and what the reader
 * throws; `invalid-option` here
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { type ByteReader, wavSource } from '@patchcord/core'
 *
 * const bytes = await readFile('input.wav')
 * const reader: ByteReader = {
 *   path: 'memory',
 *   byteLength: bytes.length,
 *   read: async (target, position) => bytes.copy(target, 0, position),
 *   close: async () => {},
 * }
 * const source = wavSource(reader, { startMs: 250 })
 * for await (const buffer of source) console.log(buffer.position, buffer.frameCount)
 * // 0 16384
 * // 16384 16384
 * // 32768 3232
 * ```
 */
export function wavSource(reader: ByteReader, options: WavFileSourceOptions = {}): WavFileSource {
  const fits =
    typeof reader === 'object' &&
    reader !== null &&
    typeof reader.read === 'function' &&
    typeof reader.close === 'function' &&
    Number.isSafeInteger(reader.byteLength) &&
    reader.byteLength >= 0
  if (!fits)
    throw invalidOption('reader', 'an object with path, byteLength, read and close', reader)
  return new WavSource(reader, options)
}

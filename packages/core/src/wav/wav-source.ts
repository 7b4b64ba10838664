import { invalidOption } from '../errors/option-checks.js'
import type { ByteReader } from './byte-reader.js'
import { WavFileSource } from './wav-file-source.js'
import type { WavFileSourceOptions } from './wav-file-source-options.js'

/** Reads from bytes that somebody else has opened, and closes them. */
class WavSource extends WavFileSource {
  private closing: Promise<void> | undefined

  constructor(
    private readonly bytes: ByteReader,
    options: WavFileSourceOptions,
  ) {
    super(bytes.path, options, 'wavSource')
  }

  protected override openReader(): Promise<ByteReader> {
    const { bytes } = this
    const { path, byteLength } = bytes
    const read: ByteReader['read'] = (target, position) => bytes.read(target, position)
    return Promise.resolve({ path, byteLength, read, close: () => this.closeBytes() })
  }

  /** Also a source that was never opened owns what it was given. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    super._destroy(error, (failure) => {
      this.closeBytes().then(
        () => callback(failure),
        (thrown: Error) => callback(failure ?? thrown),
      )
    })
  }

  private closeBytes(): Promise<void> {
    this.closing ??= this.bytes.close()
    return this.closing
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

import type { Writable } from 'node:stream'
import { ByteWriter } from '../bytes/byte-writer.js'
import { destroyQuietly } from '../bytes/destroy-quietly.js'
import { endsWritable } from '../bytes/ends-writable.js'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { type PcmBlockEncoder, createPcmEncoder } from '../pcm/pcm-encoder.js'
import { AudioSink } from '../ports/audio-sink.js'
import { unsupportedFormat } from '../ports/unsupported-format.js'
import { encodeStreamHeader } from './encode-stream-header.js'
import { needsExtensible } from './needs-extensible.js'
import type { CheckedWavFileSinkOptions } from './wav-file-sink-options.js'
import { wavHeaderLayout } from './wav-header-layout.js'
import { wavPcmFormat } from './wav-pcm-format.js'
import { type WavSinkOptions, checkWavSinkOptions } from './wav-sink-options.js'

/** A sink that writes a WAV file to a stream of bytes; made by {@link wavSink}. */
export class WavSink extends AudioSink {
  private readonly settings: CheckedWavFileSinkOptions
  private readonly ends: boolean
  private encoder: PcmBlockEncoder | undefined
  private writer: ByteWriter | undefined
  private done = false

  /** @internal */
  constructor(
    private readonly target: Writable,
    options: WavSinkOptions,
  ) {
    const settings = checkWavSinkOptions(options)
    super({ name: 'wavSink', ...options })
    this.settings = settings
    this.ends = endsWritable(target, options.end)
  }

  /** Samples so far that were beyond full scale and had to be clipped. */
  get clippedSamples(): number {
    return this.encoder?.clippedSamples ?? 0
  }

  /** A WAV file states its sample rate in whole Hz. */
  override preferredFormat(offered: AudioFormat): AudioFormat {
    const sampleRate = Math.max(1, Math.round(offered.sampleRate))
    return sampleRate === offered.sampleRate ? offered : { ...offered, sampleRate }
  }

  protected override open(format: AudioFormat): void | Promise<void> {
    const { sampleFormat, extensible, dither, ditherSeed } = this.settings
    const preferred = this.preferredFormat(format)
    if (preferred !== format) throw unsupportedFormat(this.name, format, preferred)
    const { channelCount } = format
    const isExtensible =
      extensible === 'always' || (extensible === 'auto' && needsExtensible(sampleFormat, format))
    const pcmFormat = wavPcmFormat(sampleFormat, true)
    this.encoder = createPcmEncoder({ sampleFormat: pcmFormat, channelCount, dither, ditherSeed })
    this.writer = new ByteWriter(this.target, (failure) => void this.destroy(failure))
    return this.writer.write(
      encodeStreamHeader(wavHeaderLayout(sampleFormat, format, isExtensible)),
    )
  }

  protected writeItem({ samples, frameCount }: AudioBuffer): void | Promise<void> {
    const encoder = this.encoder as PcmBlockEncoder
    if (frameCount === 0) return undefined
    // The writable may keep what it is given, so it gets memory of its own.
    const bytes = new Uint8Array(frameCount * encoder.bytesPerFrame)
    encoder.encode(samples, frameCount, bytes, 0)
    return (this.writer as ByteWriter).write(bytes)
  }

  protected override async finish(): Promise<void> {
    await (this.writer as ByteWriter).finish(this.ends)
    this.done = true
  }

  /** Also a sink that was never opened owns what it was given. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.writer?.close()
    if (this.ends && !this.done) destroyQuietly(this.target)
    super._destroy(error, callback)
  }
}

/**
 * Writes a WAV file to a stream of bytes: standard output, a socket, an encrypting stream. Such a
 * stream cannot go back to bring a header up to date, so the header says from the start that the
 * length is unknown (`0xFFFFFFFF`): {@link wavFileSource}, `sox` and `ffmpeg` then read up to the
 * end, whatever that is. For a file on the disk use {@link wavFileSink}, whose header is exact.
 *
 * The sink waits where the stream asks for it, and ends it after the last byte (option `end`).
 *
 * @throws PatchcordError `invalid-option`; while it runs `format-unsupported`, or `io-failed` where
 * the stream fails or is closed
 *
 * @example
 * ```ts
 * import { createWriteStream } from 'node:fs'
 * import { pipeline, readWavInfo, wavFileSource, wavSink } from '@patchcord/core'
 *
 * const stream = createWriteStream('streamed.wav')
 * await pipeline(wavFileSource('input.wav'), wavSink(stream, { sampleFormat: 's24' })).finished
 * const { durationMs, warnings } = await readWavInfo('streamed.wav')
 * console.log(durationMs, warnings[0])
 * // 1000 The length of the samples was not stated; they were read up to the end of the file.
 * ```
 */
export function wavSink(writable: Writable, options: WavSinkOptions = {}): WavSink {
  const isWritable =
    typeof writable === 'object' && writable !== null && typeof writable.write === 'function'
  if (!isWritable) throw invalidOption('writable', 'a writable stream of bytes', writable)
  return new WavSink(writable, options)
}

import type { Writable } from 'node:stream'
import { EncodedOutput } from '../bytes/encoded-output.js'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { createPcmEncoder } from '../pcm/pcm-encoder.js'
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
  private readonly output: EncodedOutput

  /** @internal */
  constructor(target: Writable, options: WavSinkOptions) {
    const settings = checkWavSinkOptions(options)
    super({ name: 'wavSink', ...options })
    this.settings = settings
    this.output = new EncodedOutput(target, options.end)
  }

  /** Samples so far that were beyond full scale and had to be clipped. */
  get clippedSamples(): number {
    return this.output.clippedSamples
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
    const writer = this.output.open(
      createPcmEncoder({ sampleFormat: pcmFormat, channelCount, dither, ditherSeed }),
      (failure) => void this.destroy(failure),
    )
    return writer.write(encodeStreamHeader(wavHeaderLayout(sampleFormat, format, isExtensible)))
  }

  protected writeItem(item: AudioBuffer): void | Promise<void> {
    return this.output.write(item)
  }

  protected override finish(): Promise<void> {
    return this.output.finish()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.output.close()
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

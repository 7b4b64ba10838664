import type { Writable } from 'node:stream'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { createPcmEncoder } from '../pcm/pcm-encoder.js'
import { AudioSink } from '../ports/audio-sink.js'
import { unsupportedFormat } from '../ports/unsupported-format.js'
import { EncodedOutput } from './encoded-output.js'
import { type PcmSinkOptions, checkPcmSinkOptions } from './pcm-sink-options.js'

/** What {@link pcmSink} makes. */
export class PcmSink extends AudioSink {
  private readonly output: EncodedOutput

  /** @internal */
  constructor(
    target: Writable,
    private readonly options: PcmSinkOptions,
  ) {
    checkPcmSinkOptions(options)
    super({ name: 'pcmSink', ...options })
    this.output = new EncodedOutput(target, options.end)
  }

  /** Samples so far that lay beyond the sample format's range. */
  get clippedSamples(): number {
    return this.output.clippedSamples
  }

  /** The offered format, with the rate and the channels that the options name. */
  override preferredFormat(offered: AudioFormat): AudioFormat {
    const { sampleRate = offered.sampleRate, channelCount = offered.channelCount } = this.options
    return channelCount === offered.channelCount
      ? { ...offered, sampleRate }
      : { sampleRate, channelCount }
  }

  protected override open(format: AudioFormat): void {
    const wanted = this.preferredFormat(format)
    const { sampleRate, channelCount } = format
    if (sampleRate !== wanted.sampleRate || channelCount !== wanted.channelCount) {
      throw unsupportedFormat(this.name, format, wanted)
    }
    const { sampleFormat, layout = 'interleaved', dither = 'none', ditherSeed = 0 } = this.options
    this.output.open(
      createPcmEncoder({ sampleFormat, channelCount, layout, dither, ditherSeed }),
      (failure) => void this.destroy(failure),
    )
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
 * Writes audio as bytes of PCM to a stream: standard output, a socket, the input of a child
 * process. It waits where the stream asks for it, and ends it after the last byte (option `end`).
 * The bytes do not say what they are: the other side must be told, and a change of the format in
 * mid-stream is refused.
 *
 * @throws PatchcordError `invalid-option`; while it runs `io-failed` where the stream fails or is
 * closed (`details.errno` names a system's reason, such as `EPIPE`), or `format-unsupported`
 *
 * @example
 * ```ts
 * import { createWriteStream } from 'node:fs'
 * import { pcmSink, pipeline, wavFileSource } from '@patchcord/core'
 *
 * const raw = pcmSink(createWriteStream('speech.raw'), { sampleFormat: 's16le', sampleRate: 16_000, channelCount: 1 })
 * await pipeline(wavFileSource('input.wav'), raw).finished // 16 kHz mono, 32 000 bytes a second
 * ```
 */
export function pcmSink(writable: Writable, options: PcmSinkOptions): PcmSink {
  const isWritable =
    typeof writable === 'object' && writable !== null && typeof writable.write === 'function'
  if (!isWritable) throw invalidOption('writable', 'a writable stream of bytes', writable)
  return new PcmSink(writable, options)
}

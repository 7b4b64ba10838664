import type { Writable } from 'node:stream'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { type PcmBlockEncoder, createPcmEncoder } from '../pcm/pcm-encoder.js'
import { AudioSink } from '../ports/audio-sink.js'
import { unsupportedFormat } from '../ports/unsupported-format.js'
import { ByteWriter } from './byte-writer.js'
import { destroyQuietly } from './destroy-quietly.js'
import { endsWritable } from './ends-writable.js'
import { type PcmSinkOptions, checkPcmSinkOptions } from './pcm-sink-options.js'

/** What {@link pcmSink} makes. */
export class PcmSink extends AudioSink {
  private encoder: PcmBlockEncoder | undefined
  private writer: ByteWriter | undefined
  private done = false

  /** @internal */
  constructor(
    private readonly target: Writable,
    private readonly options: PcmSinkOptions,
  ) {
    checkPcmSinkOptions(options)
    super({ name: 'pcmSink', ...options })
  }

  /** Samples so far that lay beyond the sample format's range. */
  get clippedSamples(): number {
    return this.encoder?.clippedSamples ?? 0
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
    this.encoder = createPcmEncoder({ sampleFormat, channelCount, layout, dither, ditherSeed })
    this.writer = new ByteWriter(this.target, (failure) => void this.destroy(failure))
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

  private get ends(): boolean {
    return endsWritable(this.target, this.options.end)
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

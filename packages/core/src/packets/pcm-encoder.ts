import type { AudioBuffer } from '../data/audio-buffer.js'
import { Packet } from '../data/packet.js'
import { checkKnownOptions, checkNumber, invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { type PcmCodec, pcmCodecOf } from '../pcm/pcm-codec.js'
import type { PcmDitherOptions } from '../pcm/pcm-dither.js'
import { type PcmBlockEncoder, createPcmEncoder } from '../pcm/pcm-encoder.js'
import { type PcmSampleFormat, checkPcmSampleFormat } from '../pcm/pcm-sample-format.js'
import { AudioProcessor } from '../ports/audio-processor.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import { msToFrames } from '../time/time.js'

/** Options of {@link pcmEncoder}. */
export interface PcmEncoderOptions extends PortOptions, PcmDitherOptions {
  /**
   * How one sample is written; the packets' codec is `pcm-` and this name.
   *
   * @defaultValue `'s16le'`
   */
  readonly sampleFormat?: PcmSampleFormat
  /**
   * The audio in a packet, in milliseconds: above 0, up to 1000. Rounded to whole frames, at
   * least one.
   *
   * @defaultValue 20, which is usual on live links
   */
  readonly packetMs?: number
  /** The frames in a packet, instead of `packetMs`: 1 to 1 048 576. */
  readonly frameCount?: number
}

const names = [
  ...portOptionNames,
  'sampleFormat',
  'packetMs',
  'frameCount',
  'dither',
  'ditherSeed',
] as const

/** What {@link pcmEncoder} makes. */
export class PcmEncoder extends AudioProcessor<AudioBuffer, Packet> {
  /** The codec of the packets. */
  readonly codec: PcmCodec
  private encoder: PcmBlockEncoder | undefined
  /** What encoders of earlier formats have counted. */
  private clippedBefore = 0
  private nanBefore = 0
  private sequence = 0

  /** @internal */
  constructor(private readonly options: PcmEncoderOptions) {
    const { frameCount, packetMs = 20 } = options
    super({
      name: 'pcmEncoder',
      ...options,
      emits: 'packet',
      requiredFrames: ({ sampleRate }) =>
        frameCount ?? Math.max(1, msToFrames(packetMs, sampleRate)),
      requiredTail: 'short',
    })
    this.codec = pcmCodecOf(options.sampleFormat ?? 's16le')
  }

  /** Samples so far that lay beyond the sample format's range. */
  get clippedSamples(): number {
    return this.clippedBefore + (this.encoder?.clippedSamples ?? 0)
  }

  /** Samples so far that were NaN and became silence; float formats keep and don't count them. */
  get nanSamples(): number {
    return this.nanBefore + (this.encoder?.nanSamples ?? 0)
  }

  protected override configure(input: AudioFormat): AudioFormat {
    this.clippedBefore = this.clippedSamples
    this.nanBefore = this.nanSamples
    const { sampleFormat = 's16le', dither = 'none', ditherSeed = 0 } = this.options
    const { channelCount } = input
    this.encoder = createPcmEncoder({ sampleFormat, channelCount, dither, ditherSeed })
    return input
  }

  protected processItem(buffer: AudioBuffer): Packet {
    const encoder = this.encoder as PcmBlockEncoder
    const { frameCount, position, timestampMs, metadata } = buffer
    const bytes = new Uint8Array(frameCount * encoder.bytesPerFrame)
    encoder.encode(buffer.samples, frameCount, bytes, 0)
    const format = this.inputFormat as AudioFormat
    const { codec } = this
    const sequence = this.sequence++
    return new Packet({
      bytes,
      codec,
      format,
      position,
      frameCount,
      sequence,
      timestampMs,
      metadata,
    })
  }
}

/**
 * Cuts audio into packets of interleaved PCM. Sequence numbers count from 0 without a hole, also
 * where the input has one: `position` and `discontinuity` tell about it. A packet is shorter at
 * the end of the stream, before a discontinuity and before a format change. Each packet has memory
 * of its own and carries the position, timestamp and metadata of its first frame.
 *
 * @example
 * ```ts
 * import { pcmEncoder, pipeline, sink, wavFileSource } from '@patchcord/core'
 *
 * const sizes: number[] = []
 * const collect = sink((packet) => void sizes.push(packet.bytes.length), { accepts: 'packet' })
 * await pipeline(wavFileSource('input.wav'), pcmEncoder({ packetMs: 20 }), collect).finished
 * console.log(sizes.length, sizes[0]) // 50 3840
 * ```
 */
export function pcmEncoder(options: PcmEncoderOptions = {}): PcmEncoder {
  checkKnownOptions('pcmEncoder', options, names)
  const { sampleFormat = 's16le', packetMs, frameCount, dither = 'none', ditherSeed = 0 } = options
  checkPcmSampleFormat(sampleFormat)
  if (packetMs !== undefined && frameCount !== undefined) {
    throw invalidOption('frameCount', 'absent where packetMs is given', frameCount)
  }
  if (packetMs !== undefined)
    checkNumber('packetMs', packetMs, { min: 0, aboveMin: true, max: 1000, unit: 'ms' })
  if (frameCount !== undefined)
    checkNumber('frameCount', frameCount, { min: 1, max: 2 ** 20, integer: true, unit: 'frames' })
  // Dither that the format cannot have is refused here and not when audio comes.
  createPcmEncoder({ sampleFormat, channelCount: 1, dither, ditherSeed })
  return new PcmEncoder(options)
}

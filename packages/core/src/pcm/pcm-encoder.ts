import { checkKnownOptions } from '../errors/option-checks.js'
import { ByteViewCache } from './byte-view-cache.js'
import { checkBlock } from './check-block.js'
import { countNaN } from './count-nan.js'
import { type PcmByteFormat, checkPcmByteFormat } from './pcm-byte-format.js'
import { type PcmDitherOptions, ditherFor } from './pcm-dither.js'
import { bytesPerSample } from './pcm-sample-format.js'
import { sampleWriter } from './sample-writer.js'
import { UnfitTally } from './unfit-tally.js'
import { writeCounted, writeDithered } from './write-channel.js'
import { writeStereoS16 } from './write-stereo-s16.js'

/** What {@link createPcmEncoder} prepares for. */
export interface PcmEncodeOptions extends PcmByteFormat, PcmDitherOptions {}

/** Turns planar samples into PCM bytes; made by {@link createPcmEncoder}. */
export interface PcmBlockEncoder {
  /** Bytes that a frame takes. */
  readonly bytesPerFrame: number
  /** Samples so far that lay beyond the format's range, infinite ones among them. */
  readonly clippedSamples: number
  /** Samples so far that were NaN and became silence; float formats keep and don't count them. */
  readonly nanSamples: number
  /**
   * Writes `frameCount` frames of `planar`, where each channel has `planar.length / channelCount`
   * places, from the place `frameStart` on (0 if left out), to `bytes` from `bytes[byteStart]` on.
   * Any alignment of `bytes` will do. Nothing is allocated as long as calls stay within the same
   * `ArrayBuffer`.
   *
   * Throws `invalid-option` where the frames do not fit.
   */
  encode(
    planar: Float32Array,
    frameCount: number,
    bytes: Uint8Array,
    byteStart: number,
    frameStart?: number,
  ): void
}

/**
 * Prepares the conversion of planar 32-bit float samples to PCM bytes: options are checked here,
 * once, and a call costs little more than its loop.
 *
 * For integers of n bits a sample is multiplied by 2^(n-1), dithered if asked for, rounded to the
 * nearest whole number (a tie to the even one) and clipped to [-2^(n-1), 2^(n-1) - 1]. What had to
 * be clipped is counted, +1.0 itself included, which is one step beyond the highest code; NaN is
 * counted apart and becomes silence. The G.711 laws clip as `s16` does. Floats are written as they
 * are. So integers of up to 24 bits survive decoding and encoding bit for bit; `s32` keeps the 24
 * bits that a 32-bit float has.
 *
 * @example
 * ```ts
 * import { createPcmEncoder } from '@patchcord/core'
 *
 * const encoder = createPcmEncoder({ sampleFormat: 's16be', channelCount: 2 })
 * const planar = Float32Array.of(0.5, 1.5) // one frame
 * const bytes = new Uint8Array(encoder.bytesPerFrame)
 * encoder.encode(planar, 1, bytes, 0)
 * console.log(bytes, encoder.clippedSamples) // Uint8Array(4) [ 64, 0, 127, 255 ] 1
 * ```
 */
export function createPcmEncoder(options: PcmEncodeOptions): PcmBlockEncoder {
  checkKnownOptions('createPcmEncoder', options, [
    'sampleFormat',
    'channelCount',
    'layout',
    'dither',
    'ditherSeed',
  ])
  const format = checkPcmByteFormat(options)
  const { sampleFormat, channelCount } = format
  const sampleBytes = bytesPerSample(sampleFormat)
  const bytesPerFrame = sampleBytes * channelCount
  const littleEndian = !sampleFormat.endsWith('be')
  const interleaved = format.layout === 'interleaved'
  const step = interleaved ? bytesPerFrame : sampleBytes
  const write = sampleWriter(sampleFormat)
  const dither = ditherFor(options, sampleFormat, channelCount)
  const tally = new UnfitTally()
  const writeChannel =
    dither === undefined ? writeCounted(write, tally) : writeDithered(write, tally, dither)
  const stereoS16 =
    interleaved && channelCount === 2 && sampleFormat.startsWith('s16') && dither === undefined
  const views = new ByteViewCache()

  return {
    bytesPerFrame,
    get clippedSamples() {
      return tally.clippedSamples
    },
    get nanSamples() {
      return tally.nanSamples
    },
    encode(planar, frameCount, bytes, byteStart, frameStart = 0) {
      const stride = checkBlock(
        format,
        bytesPerFrame,
        bytes,
        byteStart,
        frameCount,
        planar,
        frameStart,
      )
      const view = views.viewOf(bytes, byteStart)
      let at = bytes.byteOffset + byteStart - view.byteOffset
      if (stereoS16) {
        const unfit = writeStereoS16(planar, frameStart, stride, frameCount, view, at, littleEndian)
        if (unfit > 0) {
          const left = countNaN(planar, frameStart, frameCount)
          tally.add(unfit, left + countNaN(planar, frameStart + stride, frameCount))
        }
        return
      }
      const channelBytes = interleaved ? sampleBytes : sampleBytes * frameCount
      for (let channel = 0; channel < channelCount; channel++, at += channelBytes) {
        const start = frameStart + channel * stride
        writeChannel(channel, planar, start, frameCount, view, at, step, littleEndian)
      }
    },
  }
}

import { checkKnownOptions } from '../errors/option-checks.js'
import { ByteViewCache } from './byte-view-cache.js'
import { checkBlock } from './check-block.js'
import { type PcmByteFormat, checkPcmByteFormat } from './pcm-byte-format.js'
import { bytesPerSample } from './pcm-sample-format.js'
import { readStereoS16 } from './read-stereo-s16.js'
import { sampleReader } from './sample-reader.js'

/** Turns PCM bytes into planar samples; made by {@link createPcmDecoder}. */
export interface PcmBlockDecoder {
  /** Bytes that a frame takes. */
  readonly bytesPerFrame: number
  /**
   * Reads `frameCount` frames that begin at `bytes[byteStart]` and writes them to `planar`, where
   * each channel has `planar.length / channelCount` places, from the place `frameStart` on (0 if
   * left out). Any alignment of `bytes` will do. Nothing is allocated as long as calls stay within
   * the same `ArrayBuffer`.
   *
   * Throws `invalid-option` where the frames do not fit.
   */
  decode(
    bytes: Uint8Array,
    byteStart: number,
    frameCount: number,
    planar: Float32Array,
    frameStart?: number,
  ): void
}

/**
 * Prepares the conversion of PCM bytes to planar 32-bit float samples: options are checked here,
 * once, and a call costs little more than its loop.
 *
 * Integers of n bits are divided by 2^(n-1). Those of up to 24 bits are exact, `s32` and `f64` are
 * rounded to the nearest 32-bit float; floats beyond full scale, infinities and NaN pass.
 *
 * @example
 * ```ts
 * import { createPcmDecoder } from '@patchcord/core'
 *
 * const decoder = createPcmDecoder({ sampleFormat: 's16le', channelCount: 2 })
 * const bytes = Uint8Array.of(0x00, 0x40, 0x00, 0xc0) // one frame: 16384, -16384
 * const planar = new Float32Array(2)
 * decoder.decode(bytes, 0, 1, planar)
 * console.log(planar) // Float32Array(2) [ 0.5, -0.5 ]
 * ```
 */
export function createPcmDecoder(format: PcmByteFormat): PcmBlockDecoder {
  checkKnownOptions('createPcmDecoder', format, ['sampleFormat', 'channelCount', 'layout'])
  const checked = checkPcmByteFormat(format)
  const { sampleFormat, channelCount, layout } = checked
  const sampleBytes = bytesPerSample(sampleFormat)
  const bytesPerFrame = sampleBytes * channelCount
  const littleEndian = !sampleFormat.endsWith('be')
  const interleaved = layout === 'interleaved'
  const step = interleaved ? bytesPerFrame : sampleBytes
  const stereoS16 = interleaved && channelCount === 2 && sampleFormat.startsWith('s16')
  const read = sampleReader(sampleFormat)
  const views = new ByteViewCache()

  return {
    bytesPerFrame,
    decode(bytes, byteStart, frameCount, planar, frameStart = 0) {
      const stride = checkBlock(
        checked,
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
        readStereoS16(view, at, frameCount, planar, frameStart, stride, littleEndian)
        return
      }
      const channelBytes = interleaved ? sampleBytes : sampleBytes * frameCount
      for (let channel = 0; channel < channelCount; channel++, at += channelBytes) {
        read(view, at, step, frameCount, planar, frameStart + channel * stride, littleEndian)
      }
    },
  }
}

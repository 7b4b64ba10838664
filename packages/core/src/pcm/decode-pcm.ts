import { invalidOption } from '../errors/option-checks.js'
import { createPcmDecoder } from './pcm-decoder.js'
import type { PcmByteFormat } from './pcm-byte-format.js'

/**
 * Turns PCM bytes into planar samples, all at once: channel `c` of `n` frames lies at
 * `[c * n, (c + 1) * n)`. For a stream of blocks prepare a decoder with {@link createPcmDecoder}.
 *
 * Throws `invalid-option` where the bytes are not whole frames.
 *
 * @example
 * ```ts
 * import { AudioBuffer, decodePcm } from '@patchcord/core'
 *
 * const bytes = Uint8Array.of(0x80, 0xc0, 0x40, 0x80)
 * const samples = decodePcm(bytes, { sampleFormat: 'u8', channelCount: 2 })
 * console.log(samples) // Float32Array(4) [ 0, -0.5, 0.5, 0 ]
 * const buffer = new AudioBuffer({ sampleRate: 8000, channelCount: 2, samples })
 * console.log(buffer.frameCount) // 2
 * ```
 */
export function decodePcm(bytes: Uint8Array, format: PcmByteFormat): Float32Array {
  const decoder = createPcmDecoder(format)
  const frameCount = bytes.byteLength / decoder.bytesPerFrame
  if (!Number.isInteger(frameCount)) {
    throw invalidOption(
      'bytes length',
      `a multiple of the ${decoder.bytesPerFrame} bytes of a frame`,
      bytes.byteLength,
    )
  }
  const planar = new Float32Array(frameCount * format.channelCount)
  decoder.decode(bytes, 0, frameCount, planar)
  return planar
}

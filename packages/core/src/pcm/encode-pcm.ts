import { invalidOption } from '../errors/option-checks.js'
import { type PcmEncodeOptions, createPcmEncoder } from './pcm-encoder.js'

/**
 * Turns planar samples into PCM bytes, all at once. For a stream of blocks, and to know how many
 * samples were clipped, prepare an encoder with {@link createPcmEncoder}.
 *
 * Throws `invalid-option` where the samples are not whole frames.
 *
 * @example
 * ```ts
 * import { encodePcm } from '@patchcord/core'
 *
 * const planar = Float32Array.of(0, 0.5, -0.5, 0) // two frames of two channels
 * console.log(encodePcm(planar, { sampleFormat: 'u8', channelCount: 2 }))
 * // Uint8Array(4) [ 128, 64, 192, 128 ]
 * ```
 */
export function encodePcm(planar: Float32Array, options: PcmEncodeOptions): Uint8Array {
  const encoder = createPcmEncoder(options)
  const frameCount = planar.length / options.channelCount
  if (!Number.isInteger(frameCount)) {
    throw invalidOption(
      'planar length',
      `a multiple of the ${options.channelCount} channels`,
      planar.length,
    )
  }
  const bytes = new Uint8Array(frameCount * encoder.bytesPerFrame)
  encoder.encode(planar, frameCount, bytes, 0)
  return bytes
}

import { checkNumber, invalidOption } from '../errors/option-checks.js'
import type { PcmByteFormat } from './pcm-byte-format.js'

/** The loops count with 32 bits. */
const maxSize = 2 ** 31 - 1

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/**
 * Holds the arguments of one conversion against each other. Returns the frames that each channel of
 * `planar` has room for, or throws `invalid-option` naming the guilty argument.
 */
export function checkBlock(
  format: Required<PcmByteFormat>,
  bytesPerFrame: number,
  bytes: Uint8Array,
  byteStart: number,
  frameCount: number,
  planar: Float32Array,
  frameStart: number,
): number {
  const stride = planar.length / format.channelCount
  if (!isIndex(stride)) {
    throw invalidOption(
      'planar length',
      `a multiple of the ${format.channelCount} channels`,
      planar.length,
    )
  }
  if (!isIndex(frameCount) || !isIndex(byteStart) || !isIndex(frameStart)) {
    for (const [name, value] of Object.entries({ frameCount, byteStart, frameStart })) {
      checkNumber(name, value, { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true })
    }
  }
  if (planar.length > maxSize || frameCount * bytesPerFrame > maxSize) {
    throw invalidOption(
      'frameCount',
      'small enough for less than 2^31 bytes and samples at a time',
      frameCount,
    )
  }
  const byteEnd = byteStart + frameCount * bytesPerFrame
  if (byteEnd > bytes.byteLength) {
    throw invalidOption(
      'bytes length',
      `at least ${byteEnd} for ${frameCount} frames of ${bytesPerFrame} bytes from byteStart ${byteStart} on`,
      bytes.byteLength,
    )
  }
  if (frameStart + frameCount > stride) {
    throw invalidOption(
      'planar length',
      `at least ${(frameStart + frameCount) * format.channelCount} for ${frameCount} frames from frameStart ${frameStart} on`,
      planar.length,
    )
  }
  return stride
}

import { pcmMisfit } from './native-pcm-error.js'
import { type CheckedPcmFormat, checkWhole } from './native-pcm-options.js'

/** What is converted at a time is counted in 31 bits, by core too. */
const maxSize = 2 ** 31 - 1

/**
 * Holds the arguments of one conversion against each other and says what is wrong in core's words.
 * The addon holds them again, so that no call can reach beyond its arrays.
 */
export function checkPcmBlock(
  { channelCount, bytesPerFrame }: CheckedPcmFormat,
  bytes: Uint8Array,
  byteStart: number,
  frameCount: number,
  planar: Float32Array,
  frameStart: number,
): void {
  const stride = planar.length / channelCount
  const byteEnd = byteStart + frameCount * bytesPerFrame
  const fits =
    isIndex(stride) &&
    isIndex(frameCount) &&
    isIndex(byteStart) &&
    isIndex(frameStart) &&
    planar.length <= maxSize &&
    frameCount * bytesPerFrame <= maxSize &&
    byteEnd <= bytes.byteLength &&
    frameStart + frameCount <= stride
  if (fits) return
  if (!isIndex(stride))
    throw pcmMisfit('planar length', `a multiple of the ${channelCount} channels`, planar.length)
  for (const [name, value] of Object.entries({ frameCount, byteStart, frameStart }))
    checkWhole(name, value, 0, Number.MAX_SAFE_INTEGER)
  if (planar.length > maxSize || frameCount * bytesPerFrame > maxSize) {
    const expected = 'small enough for less than 2^31 bytes and samples at a time'
    throw pcmMisfit('frameCount', expected, frameCount)
  }
  if (byteEnd > bytes.byteLength) {
    const expected = `at least ${byteEnd} for ${frameCount} frames of ${bytesPerFrame} bytes from byteStart ${byteStart} on`
    throw pcmMisfit('bytes length', expected, bytes.byteLength)
  }
  const least = (frameStart + frameCount) * channelCount
  const expected = `at least ${least} for ${frameCount} frames from frameStart ${frameStart} on`
  throw pcmMisfit('planar length', expected, planar.length)
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

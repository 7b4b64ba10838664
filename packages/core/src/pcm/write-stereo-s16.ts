import { nearestWithin } from './nearest-within.js'

/**
 * Writes interleaved 16-bit stereo, by far the most common PCM there is: one 32-bit store for each
 * frame. The left channel begins at `start`, the right one at `start + stride`. Returns how many
 * samples did not fit.
 */
export function writeStereoS16(
  planar: Float32Array,
  start: number,
  stride: number,
  frameCount: number,
  view: DataView,
  at: number,
  littleEndian: boolean,
): number {
  const right = start + stride
  if (!littleEndian) return writeHeld(planar, right, start, frameCount, view, at, false)
  const done = writeFitting(planar, start, right, frameCount, view, at)
  if (done === frameCount) return 0
  const left = frameCount - done
  return writeHeld(planar, start + done, right + done, left, view, at + 4 * done, true)
}

/**
 * Writes little-endian frames up to the first that may not fit, and returns how many. The loop has
 * no branch that is taken seldom: the first time it were, V8 would throw the compiled code away,
 * and could be left with code that takes twice as long.
 */
function writeFitting(
  planar: Float32Array,
  lowerStart: number,
  upperStart: number,
  frameCount: number,
  view: DataView,
  at: number,
): number {
  const shift = 0x18_0000_0000_0000 // roundingShift
  const limit = 0x7fff / 0x8000
  lowerStart |= 0
  upperStart |= 0
  at |= 0
  frameCount |= 0
  for (let frame = 0; frame < frameCount; frame++, at += 4) {
    const lower = planar[lowerStart + frame] as number
    const upper = planar[upperStart + frame] as number
    if (!(Math.abs(lower) < limit && Math.abs(upper) < limit)) return frame
    const lowerBits = (lower * 0x8000 + shift - shift) & 0xffff
    view.setInt32(at, lowerBits | ((upper * 0x8000 + shift - shift) << 16), true)
  }
  return frameCount
}

/** Writes any frames, clipped where they have to be, and returns how many samples did not fit. */
function writeHeld(
  planar: Float32Array,
  lowerStart: number,
  upperStart: number,
  frameCount: number,
  view: DataView,
  at: number,
  littleEndian: boolean,
): number {
  const shift = 0x18_0000_0000_0000 // roundingShift
  let unfit = 0
  lowerStart |= 0
  upperStart |= 0
  at |= 0
  frameCount |= 0
  for (let frame = 0; frame < frameCount; frame++, at += 4) {
    const lower = (planar[lowerStart + frame] as number) * 0x8000 + shift - shift
    const upper = (planar[upperStart + frame] as number) * 0x8000 + shift - shift
    const heldLower = nearestWithin(lower, -0x8000, 0x7fff)
    const heldUpper = nearestWithin(upper, -0x8000, 0x7fff)
    unfit += (heldLower === lower ? 0 : 1) + (heldUpper === upper ? 0 : 1)
    view.setInt32(at, (heldLower & 0xffff) | (heldUpper << 16), littleEndian)
  }
  return unfit
}

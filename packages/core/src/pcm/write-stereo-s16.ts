import { nearestWithin } from './nearest-within.js'
import { roundingShift } from './rounding-shift.js'

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
  // The sample that comes first is the lower half of a little-endian word, else the upper half.
  const lowerStart = (littleEndian ? start : start + stride) | 0
  const upperStart = (littleEndian ? start + stride : start) | 0
  let unfit = 0
  at |= 0
  frameCount |= 0
  for (let frame = 0; frame < frameCount; frame++, at += 4) {
    const lower = (planar[lowerStart + frame] as number) * 0x8000 + roundingShift - roundingShift
    const upper = (planar[upperStart + frame] as number) * 0x8000 + roundingShift - roundingShift
    if (lower >= -0x8000 && lower <= 0x7fff && upper >= -0x8000 && upper <= 0x7fff) {
      view.setInt32(at, (lower & 0xffff) | (upper << 16), littleEndian)
    } else {
      const heldLower = nearestWithin(lower, -0x8000, 0x7fff)
      const heldUpper = nearestWithin(upper, -0x8000, 0x7fff)
      if (heldLower !== lower) unfit++
      if (heldUpper !== upper) unfit++
      view.setInt32(at, (heldLower & 0xffff) | (heldUpper << 16), littleEndian)
    }
  }
  return unfit
}

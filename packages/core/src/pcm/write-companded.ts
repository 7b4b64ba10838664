import { nearestWithin } from './nearest-within.js'
import type { WriteSamples } from './write-samples.js'

/**
 * A writer for a companding law that compresses 16 bits to a byte. The boundaries between codes lie
 * at whole 16-bit values, so the value is taken down to one: rounding it to the nearest first
 * would move the boundaries.
 */
export function writeCompanded(compress: (value: number) => number): WriteSamples {
  return (planar, start, frameCount, view, at, step) => {
    let unfit = 0
    start |= 0
    at |= 0
    frameCount |= 0
    step |= 0
    for (let frame = 0; frame < frameCount; frame++, at += step) {
      const value = Math.floor((planar[start + frame] as number) * 0x8000)
      if (value >= -0x8000 && value <= 0x7fff) {
        view.setUint8(at, compress(value | 0))
      } else {
        unfit++
        view.setUint8(at, compress(nearestWithin(value, -0x8000, 0x7fff)))
      }
    }
    return unfit
  }
}

import type { ReadSamples } from './read-samples.js'

/** Reads 32-bit floats as they are, also those beyond full scale, infinite or NaN. */
export const readF32: ReadSamples = (view, at, step, frameCount, planar, start, littleEndian) => {
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    planar[start + frame] = view.getFloat32(at, littleEndian)
  }
}

/** Reads 64-bit floats, rounded to the nearest 32-bit float. */
export const readF64: ReadSamples = (view, at, step, frameCount, planar, start, littleEndian) => {
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    planar[start + frame] = view.getFloat64(at, littleEndian)
  }
}

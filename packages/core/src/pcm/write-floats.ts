import type { WriteSamples } from './write-samples.js'

/** Writes 32-bit floats as they are: nothing is clipped, and NaN stays NaN. */
export const writeF32: WriteSamples = (planar, start, frameCount, view, at, step, little) => {
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    view.setFloat32(at, planar[start + frame] as number, little)
  }
  return 0
}

/** Writes 64-bit floats as they are: nothing is clipped, and NaN stays NaN. */
export const writeF64: WriteSamples = (planar, start, frameCount, view, at, step, little) => {
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    view.setFloat64(at, planar[start + frame] as number, little)
  }
  return 0
}

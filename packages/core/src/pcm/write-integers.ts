import { nearestWithin } from './nearest-within.js'
import type { WriteSamples } from './write-samples.js'

// One loop for each width, although they look alike: rounding to an integer array first and storing
// that in a second loop takes half as long again. `| 0` lets V8 keep indexes in registers.

/** Writes signed 8-bit samples. */
export const writeS8: WriteSamples = (planar, start, frameCount, view, at, step) => {
  const shift = 0x18_0000_0000_0000 // roundingShift
  let unfit = 0
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    const value = (planar[start + frame] as number) * 0x80 + shift - shift
    if (value >= -0x80 && value <= 0x7f) {
      view.setInt8(at, value)
    } else {
      unfit++
      view.setInt8(at, nearestWithin(value, -0x80, 0x7f))
    }
  }
  return unfit
}

/** Writes unsigned 8-bit samples, of which 128 is silence. */
export const writeU8: WriteSamples = (planar, start, frameCount, view, at, step) => {
  const shift = 0x18_0000_0000_0000 // roundingShift
  let unfit = 0
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    const value = (planar[start + frame] as number) * 0x80 + shift - shift
    if (value >= -0x80 && value <= 0x7f) {
      view.setUint8(at, value + 0x80)
    } else {
      unfit++
      view.setUint8(at, nearestWithin(value, -0x80, 0x7f) + 0x80)
    }
  }
  return unfit
}

/** Writes signed 16-bit samples. */
export const writeS16: WriteSamples = (planar, start, frameCount, view, at, step, little) => {
  const shift = 0x18_0000_0000_0000 // roundingShift
  let unfit = 0
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    const value = (planar[start + frame] as number) * 0x8000 + shift - shift
    if (value >= -0x8000 && value <= 0x7fff) {
      view.setInt16(at, value, little)
    } else {
      unfit++
      view.setInt16(at, nearestWithin(value, -0x8000, 0x7fff), little)
    }
  }
  return unfit
}

/** Writes signed 24-bit samples packed into three bytes. */
export const writeS24: WriteSamples = (planar, start, frameCount, view, at, step, little) => {
  const shift = 0x18_0000_0000_0000 // roundingShift
  let unfit = 0
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  const high = little ? 2 : 0
  const low = little ? 0 : 1
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    const value = (planar[start + frame] as number) * 0x80_0000 + shift - shift
    if (value >= -0x80_0000 && value <= 0x7f_ffff) {
      view.setInt8(at + high, value >> 16)
      view.setUint16(at + low, value, little)
    } else {
      unfit++
      const held = nearestWithin(value, -0x80_0000, 0x7f_ffff)
      view.setInt8(at + high, held >> 16)
      view.setUint16(at + low, held, little)
    }
  }
  return unfit
}

/** Writes signed 32-bit samples: the 24 bits that a float has, and zeros below them. */
export const writeS32: WriteSamples = (planar, start, frameCount, view, at, step, little) => {
  const shift = 0x18_0000_0000_0000 // roundingShift
  let unfit = 0
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    const value = (planar[start + frame] as number) * 0x8000_0000 + shift - shift
    if (value >= -0x8000_0000 && value <= 0x7fff_ffff) {
      view.setInt32(at, value, little)
    } else {
      unfit++
      view.setInt32(at, nearestWithin(value, -0x8000_0000, 0x7fff_ffff), little)
    }
  }
  return unfit
}

import { nearestWithin } from './nearest-within.js'
import { roundHalfEven } from './round-half-even.js'
import type { WriteSamples } from './write-samples.js'

// One loop for each width, although they look alike: rounding to an integer array first and storing
// that in a second loop takes half as long again.

/** Writes signed 8-bit samples. */
export const writeS8: WriteSamples = (planar, start, frameCount, view, at, step) => {
  let unfit = 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    let value = roundHalfEven((planar[start + frame] as number) * 0x80)
    if (!(value >= -0x80 && value <= 0x7f)) {
      unfit++
      value = nearestWithin(value, -0x80, 0x7f)
    }
    view.setInt8(at, value)
  }
  return unfit
}

/** Writes unsigned 8-bit samples, of which 128 is silence. */
export const writeU8: WriteSamples = (planar, start, frameCount, view, at, step) => {
  let unfit = 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    let value = roundHalfEven((planar[start + frame] as number) * 0x80)
    if (!(value >= -0x80 && value <= 0x7f)) {
      unfit++
      value = nearestWithin(value, -0x80, 0x7f)
    }
    view.setUint8(at, value + 0x80)
  }
  return unfit
}

/** Writes signed 16-bit samples. */
export const writeS16: WriteSamples = (planar, start, frameCount, view, at, step, little) => {
  let unfit = 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    let value = roundHalfEven((planar[start + frame] as number) * 0x8000)
    if (!(value >= -0x8000 && value <= 0x7fff)) {
      unfit++
      value = nearestWithin(value, -0x8000, 0x7fff)
    }
    view.setInt16(at, value, little)
  }
  return unfit
}

/** Writes signed 24-bit samples packed into three bytes. */
export const writeS24: WriteSamples = (planar, start, frameCount, view, at, step, little) => {
  const high = little ? 2 : 0
  const low = little ? 0 : 1
  let unfit = 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    let value = roundHalfEven((planar[start + frame] as number) * 0x80_0000)
    if (!(value >= -0x80_0000 && value <= 0x7f_ffff)) {
      unfit++
      value = nearestWithin(value, -0x80_0000, 0x7f_ffff)
    }
    view.setInt8(at + high, value >> 16)
    view.setUint16(at + low, value, little)
  }
  return unfit
}

/** Writes signed 32-bit samples: the 24 bits that a float has, and zeros below them. */
export const writeS32: WriteSamples = (planar, start, frameCount, view, at, step, little) => {
  let unfit = 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    let value = roundHalfEven((planar[start + frame] as number) * 0x8000_0000)
    if (!(value >= -0x8000_0000 && value <= 0x7fff_ffff)) {
      unfit++
      value = nearestWithin(value, -0x8000_0000, 0x7fff_ffff)
    }
    view.setInt32(at, value, little)
  }
  return unfit
}

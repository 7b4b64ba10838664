import type { ReadSamples } from './read-samples.js'

/** Reads signed 8-bit samples. */
export const readS8: ReadSamples = (view, at, step, frameCount, planar, start) => {
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    planar[start + frame] = view.getInt8(at) * (1 / 0x80)
  }
}

/** Reads unsigned 8-bit samples, of which 128 is silence. */
export const readU8: ReadSamples = (view, at, step, frameCount, planar, start) => {
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    planar[start + frame] = (view.getUint8(at) - 0x80) * (1 / 0x80)
  }
}

/** Reads signed 16-bit samples. */
export const readS16: ReadSamples = (view, at, step, frameCount, planar, start, littleEndian) => {
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    planar[start + frame] = view.getInt16(at, littleEndian) * (1 / 0x8000)
  }
}

/** Reads signed 24-bit samples packed into three bytes. */
export const readS24: ReadSamples = (view, at, step, frameCount, planar, start, littleEndian) => {
  const high = littleEndian ? 2 : 0
  const low = littleEndian ? 0 : 1
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    const value = (view.getInt8(at + high) << 16) | view.getUint16(at + low, littleEndian)
    planar[start + frame] = value * (1 / 0x80_0000)
  }
}

/** Reads signed 32-bit samples. A 32-bit float keeps the upper 24 bits, rounded. */
export const readS32: ReadSamples = (view, at, step, frameCount, planar, start, littleEndian) => {
  start |= 0
  at |= 0
  frameCount |= 0
  step |= 0
  for (let frame = 0; frame < frameCount; frame++, at += step) {
    planar[start + frame] = view.getInt32(at, littleEndian) * (1 / 0x8000_0000)
  }
}

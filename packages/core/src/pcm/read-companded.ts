import type { ReadSamples } from './read-samples.js'

/** A reader for bytes that a companding law expands to 16 bits: a table of its 256 values. */
export function readCompanded(expand: (code: number) => number): ReadSamples {
  const table = Float32Array.from({ length: 256 }, (_, code) => expand(code) / 0x8000)
  return (view, at, step, frameCount, planar, start) => {
    start |= 0
    at |= 0
    frameCount |= 0
    step |= 0
    for (let frame = 0; frame < frameCount; frame++, at += step) {
      planar[start + frame] = table[view.getUint8(at)] as number
    }
  }
}

import type { BiquadCoefficients } from '@patchcord/core'

/** The gain that one writes by hand. */
export function plainGain(input: Float32Array, gain: number, output: Float32Array): void {
  for (let index = 0; index < input.length; index++) output[index] = (input[index] as number) * gain
}

/** And the filter, of one section; `state` holds `x1, x2, y1, y2` for each channel. */
export function plainBiquad(
  input: Float32Array,
  frameCount: number,
  [b0, b1, b2, a1, a2]: BiquadCoefficients,
  state: Float64Array,
  output: Float32Array,
): void {
  for (let start = 0, at = 0; start < input.length; start += frameCount, at += 4) {
    let x1 = state[at] as number
    let x2 = state[at + 1] as number
    let y1 = state[at + 2] as number
    let y2 = state[at + 3] as number
    for (let index = start; index < start + frameCount; index++) {
      const x = input[index] as number
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
      x2 = x1
      x1 = x
      y2 = y1
      y1 = y
      output[index] = y
    }
    state[at] = x1
    state[at + 1] = x2
    state[at + 2] = y1
    state[at + 3] = y2
  }
}

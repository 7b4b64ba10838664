import { expect, test } from 'vitest'
import { TpdfDither } from './tpdf-dither.js'

const frameCount = 200_000

function dithered(value: number, seed = 1, channel = 0): Float32Array {
  const output = new Float32Array(frameCount)
  const input = new Float32Array(frameCount).fill(value / 0x8000)
  new TpdfDither(0x8000, 2, seed).apply(channel, input, 0, frameCount, output)
  return output.map((sample) => sample * 0x8000)
}

function moments(steps: Float32Array): { mean: number; variance: number } {
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length
  const variance = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / steps.length
  return { mean, variance }
}

test.each([0, 0.1, 0.25, 0.5, -0.75, 100.4])(
  'an input of %f steps keeps its mean, and the noise of 1/4 step² that TPDF stands for',
  (value) => {
    const { mean, variance } = moments(dithered(value))
    expect(mean).toBeCloseTo(Math.fround(value), 2)
    // 1/6 of the triangle and 1/12 of the rounding, independent of the input.
    expect(Math.abs(variance - 0.25)).toBeLessThan(0.005)
  },
)

test('every sample is a whole step and less than 1.5 steps away', () => {
  for (const step of dithered(0.3)) {
    if (!Number.isInteger(step) || Math.abs(step - 0.3) > 1.5) expect.fail(`${step}`)
  }
})

test('the shares of -1, 0 and 1 in silence are those of a triangle', () => {
  const steps = dithered(0)
  const share = (wanted: number): number =>
    steps.filter((step) => step === wanted).length / frameCount
  expect(share(0)).toBeCloseTo(0.75, 2)
  expect(share(1)).toBeCloseTo(0.125, 2)
  expect(share(-1)).toBeCloseTo(0.125, 2)
})

test('noise is neither correlated with its neighbour in time nor with the other channel', () => {
  const [left, right] = [dithered(0, 1, 0), dithered(0, 1, 1)]
  const product = (a: Float32Array, b: Float32Array, lag: number): number =>
    a.subarray(lag).reduce((sum, step, index) => sum + step * b[index]!, 0) / frameCount
  expect(Math.abs(product(left, left, 1))).toBeLessThan(0.005)
  expect(Math.abs(product(left, left, 2))).toBeLessThan(0.005)
  expect(Math.abs(product(left, right, 0))).toBeLessThan(0.005)
})

test('a seed always gives the same noise, another seed another', () => {
  expect(dithered(0.5, 3)).toEqual(dithered(0.5, 3))
  expect(dithered(0.5, 3)).not.toEqual(dithered(0.5, 4))
})

test('NaN and infinities pass', () => {
  const output = new Float32Array(3)
  const input = Float32Array.of(NaN, Infinity, -Infinity)
  new TpdfDither(0x80, 1, 0).apply(0, input, 0, 3, output)
  expect(output).toEqual(input)
})

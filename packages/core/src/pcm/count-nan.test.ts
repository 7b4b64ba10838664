import { expect, test } from 'vitest'
import { countNaN } from './count-nan.js'

test('counts within the run only', () => {
  const samples = Float32Array.of(NaN, 0, NaN, Infinity, NaN, NaN)
  expect(countNaN(samples, 0, 6)).toBe(4)
  expect(countNaN(samples, 1, 3)).toBe(1)
  expect(countNaN(samples, 3, 1)).toBe(0)
})

import { expect, test } from 'vitest'
import { percentile } from './percentile.js'

test('is the value that so many do not exceed', () => {
  const values = Float64Array.from({ length: 100 }, (_, index) => 100 - index)
  expect([0, 0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 50, 99, 100])
  expect(() => percentile(new Float64Array(), 0.5)).toThrow(RangeError)
})

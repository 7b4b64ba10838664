import { expect, test } from 'vitest'
import { nearestWithin } from './nearest-within.js'

test('a value outside becomes the nearer end, NaN silence, and what lies inside stays', () => {
  const values = [128, Infinity, -129, -Infinity, NaN, 5, -128]
  expect(values.map((value) => nearestWithin(value, -128, 127))).toEqual([
    127, 127, -128, -128, 0, 5, -128,
  ])
})

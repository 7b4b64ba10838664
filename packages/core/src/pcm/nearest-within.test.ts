import { expect, test } from 'vitest'
import { nearestWithin } from './nearest-within.js'

test('a value outside becomes the nearer end, and NaN silence', () => {
  const values = [128, Infinity, -129, -Infinity, NaN]
  expect(values.map((value) => nearestWithin(value, -128, 127))).toEqual([127, 127, -128, -128, 0])
})

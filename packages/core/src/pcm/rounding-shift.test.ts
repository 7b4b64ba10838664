import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { roundingShift } from './rounding-shift.js'

function round(value: number): number {
  return value + roundingShift - roundingShift
}

test('ties go to the even number', () => {
  const values = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.5000001, 8388606.5, 8388607.5]
  expect(values.map(round)).toEqual([-2, -2, 0, 0, 2, 2, 3, 8388606, 8388608])
})

test('everything else goes to the nearest, the same on both sides of zero', () => {
  fc.assert(
    fc.property(fc.double({ min: -(2 ** 40), max: 2 ** 40, noNaN: true }), (value) => {
      const rounded = round(value)
      expect(Number.isInteger(rounded)).toBe(true)
      expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.5)
      expect(round(-value)).toBe(0 - rounded)
    }),
  )
})

test('there is no negative zero', () => {
  for (const value of [-0, -0.2, -0.5]) expect(round(value)).toBe(0)
})

test('what is no finite number, or huge, stays so', () => {
  expect([NaN, Infinity, -Infinity].map(round)).toEqual([NaN, Infinity, -Infinity])
  expect(round(1e30)).toBeGreaterThan(1e29)
  expect(round(-1e30)).toBeLessThan(-1e29)
})

import { expect, test } from 'vitest'
import { median } from './median.js'

test('the middle value, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([10, 9, 100, 1])).toBe(9.5)
  expect(() => median([])).toThrow(RangeError)
})

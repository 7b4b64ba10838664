import { expect, test } from 'vitest'
import { writeF32, writeF64 } from './write-floats.js'

const samples = Float32Array.of(0, -0, 0.1, 2.5, -7, Infinity, -Infinity, NaN)

test.each([true, false])('nothing is clipped or counted (little endian: %s)', (littleEndian) => {
  const view = new DataView(new ArrayBuffer(64))
  expect(writeF32(samples, 0, 8, view, 0, 4, littleEndian)).toBe(0)
  expect(
    Float32Array.from(samples, (_, index) => view.getFloat32(4 * index, littleEndian)),
  ).toEqual(samples)
  expect(writeF64(samples, 0, 8, view, 0, 8, littleEndian)).toBe(0)
  expect(Array.from(samples, (_, index) => view.getFloat64(8 * index, littleEndian))).toEqual([
    ...samples,
  ])
})

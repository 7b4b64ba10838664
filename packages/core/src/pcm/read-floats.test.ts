import { expect, test } from 'vitest'
import { readF32, readF64 } from './read-floats.js'

const values = [0, -0, 0.1, -1, 3.5, 1e-40, 3e38, Infinity, -Infinity, NaN]

test.each([true, false])('32-bit floats pass as they are (little endian: %s)', (littleEndian) => {
  const view = new DataView(new ArrayBuffer(40))
  values.forEach((value, index) => view.setFloat32(4 * index, value, littleEndian))
  const samples = new Float32Array(10)
  readF32(view, 0, 4, 10, samples, 0, littleEndian)
  expect(samples).toEqual(Float32Array.from(values))
})

test.each([true, false])('64-bit floats are rounded (little endian: %s)', (littleEndian) => {
  const view = new DataView(new ArrayBuffer(80))
  values.forEach((value, index) => view.setFloat64(8 * index, value, littleEndian))
  const samples = new Float32Array(10)
  readF64(view, 0, 8, 10, samples, 0, littleEndian)
  expect(samples).toEqual(Float32Array.from(values))
})

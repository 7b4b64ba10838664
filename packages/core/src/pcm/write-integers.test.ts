import { expect, test } from 'vitest'
import { writeS16, writeS24, writeS32, writeS8, writeU8 } from './write-integers.js'
import type { WriteSamples } from './write-samples.js'

function write(writer: WriteSamples, size: number, samples: number[], littleEndian: boolean) {
  const bytes = Buffer.alloc(size * samples.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const run = Float32Array.from(samples)
  const unfit = writer(run, 0, samples.length, view, 0, size, littleEndian)
  const values = samples.map((_, index) =>
    littleEndian ? bytes.readIntLE(index * size, size) : bytes.readIntBE(index * size, size),
  )
  return { values, unfit }
}

const writers: [string, WriteSamples, number][] = [
  ['writeS8', writeS8, 8],
  ['writeS16', writeS16, 16],
  ['writeS24', writeS24, 24],
  ['writeS32', writeS32, 32],
]

for (const littleEndian of [true, false]) {
  const order = littleEndian ? 'little endian' : 'big endian'

  test.each(writers)(`%s clips to its range and counts, ${order}`, (_, writer, bits) => {
    const [min, max] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
    const samples = [-1, 1, 1.01, -1.01, Infinity, -Infinity, NaN, 3e38, 0.5]
    const { values, unfit } = write(writer, bits / 8, samples, littleEndian)
    expect(values).toEqual([min, max, max, min, max, min, 0, max, 2 ** (bits - 2)])
    expect(unfit).toBe(7)
  })

  test.each(writers)(`%s rounds to the nearest, ties to even, ${order}`, (_, writer, bits) => {
    const steps = [0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 2.75, -2.25, 100, -100]
    const samples = steps.map((step) => step * 2 ** (1 - bits))
    const { values, unfit } = write(writer, bits / 8, samples, littleEndian)
    expect(values.map((value) => value + 0)).toEqual([0, 0, 2, -2, 2, -2, 3, -2, 100, -100])
    expect(unfit).toBe(0)
  })
}

test.each(writers.slice(0, 2))(
  '%s only clips what does not round into its range',
  (_, writer, bits) => {
    const top = 2 ** (bits - 1)
    const samples = [(top - 0.51) / top, (top - 0.5) / top, (-top - 0.5) / top, (-top - 0.51) / top]
    const { values, unfit } = write(writer, bits / 8, samples, true)
    expect(values).toEqual([top - 1, top - 1, -top, -top])
    // top - 0.5 is a tie that goes to the even number, which is `top`, and -top - 0.5 goes to -top.
    expect(unfit).toBe(2)
  },
)

test('writeU8 is writeS8 with 128 added', () => {
  const samples = Float32Array.of(-1.5, -1, -0.5, 0, 0.5, 1, NaN, 0.5 / 128)
  const bytes = new Uint8Array(8)
  expect(writeU8(samples, 0, 8, new DataView(bytes.buffer), 0, 1, true)).toBe(3)
  expect([...bytes]).toEqual([0, 0, 64, 128, 192, 255, 128, 128])
})

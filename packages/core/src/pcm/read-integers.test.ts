import { expect, test } from 'vitest'
import { readS16, readS24, readS32, readS8, readU8 } from './read-integers.js'
import type { ReadSamples } from './read-samples.js'

function readAll(
  read: ReadSamples,
  size: number,
  bytes: number[],
  littleEndian: boolean,
): number[] {
  const view = new DataView(Uint8Array.from(bytes).buffer)
  const samples = new Float32Array(bytes.length / size)
  read(view, 0, size, samples.length, samples, 0, littleEndian)
  return [...samples]
}

/** The codes of the lowest value, -1 step, 0, +1 step, one half and the highest value. */
const edges: [string, ReadSamples, number, number[]][] = [
  ['readS8', readS8, 8, [0x80, 0xff, 0, 1, 0x40, 0x7f]],
  ['readU8', readU8, 8, [0, 0x7f, 0x80, 0x81, 0xc0, 0xff]],
  ['readS16', readS16, 16, [0x8000, 0xffff, 0, 1, 0x4000, 0x7fff]],
  ['readS24', readS24, 24, [0x80_0000, 0xff_ffff, 0, 1, 0x40_0000, 0x7f_ffff]],
  ['readS32', readS32, 32, [0x8000_0000, 0xffff_ffff, 0, 1, 0x4000_0000, 0x7fff_ffff]],
]

test.each(edges)('%s divides by 2^(n-1), in both byte orders', (_, read, bits, codes) => {
  const size = bits / 8
  const big = codes.flatMap((code) =>
    Array.from(
      { length: size },
      (__, index) => Math.floor(code / 2 ** (8 * (size - 1 - index))) & 255,
    ),
  )
  const little = codes.flatMap((__, index) =>
    big.slice(index * size, (index + 1) * size).toReversed(),
  )
  const step = 2 ** (1 - bits)
  const expected = [-1, -step, 0, step, 0.5, Math.fround(1 - step)]
  expect(readAll(read, size, big, false)).toEqual(expected)
  expect(readAll(read, size, little, true)).toEqual(expected)
})

test('32-bit integers are rounded to the nearest float', () => {
  expect(readAll(readS32, 4, [0x01, 0x00, 0x00, 0x01], false)).toEqual([0x100_0000 / 2 ** 31])
  expect(readAll(readS32, 4, [0x01, 0x00, 0x00, 0x03], false)).toEqual([0x100_0004 / 2 ** 31])
})

import { expect, test } from 'vitest'
import { compressALaw } from './a-law.js'
import { compressMuLaw } from './mu-law.js'
import { writeCompanded } from './write-companded.js'

function write(compress: (value: number) => number, values: number[]) {
  const bytes = new Uint8Array(values.length)
  const run = Float32Array.from(values)
  const unfit = writeCompanded(compress)(run, 0, run.length, new DataView(bytes.buffer), 0, 1, true)
  return { bytes, unfit }
}

test.each([compressALaw, compressMuLaw])(
  '16-bit values get the code of the law (%o)',
  (compress) => {
    const values = Array.from({ length: 65_536 }, (_, index) => index - 32_768)
    const { bytes, unfit } = write(
      compress,
      values.map((value) => value / 32_768),
    )
    expect(bytes).toEqual(Uint8Array.from(values, compress))
    expect(unfit).toBe(0)
  },
)

test('values between two 16-bit ones belong to the interval they lie in', () => {
  // 16 is where the second interval of A-law begins; 4 where that of µ-law does.
  expect([
    ...write(compressALaw, [15.9 / 32768, 16 / 32768, -16 / 32768, -16.1 / 32768]).bytes,
  ]).toEqual([0xd5, 0xd4, 0x55, 0x54])
  expect([
    ...write(compressMuLaw, [3.9 / 32768, 4 / 32768, -4 / 32768, -4.1 / 32768]).bytes,
  ]).toEqual([0xff, 0xfe, 0x7f, 0x7e])
})

test('what lies beyond full scale is clipped and counted', () => {
  const { bytes, unfit } = write(compressMuLaw, [1, -1, -1.001, Infinity, -Infinity, NaN])
  expect([...bytes]).toEqual([0x80, 0x00, 0x00, 0x80, 0x00, 0xff])
  expect(unfit).toBe(5)
})

import { expect, test } from 'vitest'
import { readCompanded } from './read-companded.js'

test('every byte is read by the law, on the 16-bit scale', () => {
  const read = readCompanded((code) => code * 100 - 12_800)
  const view = new DataView(Uint8Array.from({ length: 256 }, (_, code) => code).buffer)
  const samples = new Float32Array(256)
  read(view, 0, 1, 256, samples, 0, true)
  expect(samples).toEqual(
    Float32Array.from({ length: 256 }, (_, code) => (code * 100 - 12_800) / 32_768),
  )
})

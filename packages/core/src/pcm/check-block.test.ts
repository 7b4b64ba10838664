import { expect, test } from 'vitest'
import { checkBlock } from './check-block.js'

const format = { sampleFormat: 's16le', channelCount: 2, layout: 'interleaved' } as const
const bytes = new Uint8Array(40)
const planar = new Float32Array(20)

test('what just fits is taken, and the places of a channel are told', () => {
  expect(checkBlock(format, 4, bytes, 0, 10, planar, 0)).toBe(10)
  expect(checkBlock(format, 4, bytes, 4, 9, planar, 1)).toBe(10)
  expect(checkBlock(format, 4, bytes, 40, 0, planar, 10)).toBe(10)
})

test.each([
  [4, 10, planar, 0, /bytes length must be at least 44 .* got 40/],
  [0, 11, new Float32Array(22), 0, /bytes length must be at least 44 .* got 40/],
  [0, 10, planar, 1, /planar length must be at least 22 .* got 20/],
  [0, 1, new Float32Array(21), 0, /planar length must be a multiple of .* got 21/],
  [-1, 1, planar, 0, /byteStart must be .* got -1/],
  [0.5, 1, planar, 0, /byteStart must be .* got 0.5/],
  [0, -1, planar, 0, /frameCount must be .* got -1/],
  [0, NaN, planar, 0, /frameCount must be .* got NaN/],
  [0, 1, planar, -1, /frameStart must be .* got -1/],
])('byteStart %f, frameCount %f', (byteStart, frameCount, samples, frameStart, message) => {
  expect(() => checkBlock(format, 4, bytes, byteStart, frameCount, samples, frameStart)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
  )
})

test('sizes that 32 bits cannot count are refused', () => {
  const huge = { length: 2 ** 32 } as Float32Array
  expect(() => checkBlock(format, 4, bytes, 0, 1, huge, 0)).toThrow(/2\^31/)
  const manyBytes = { byteLength: 2 ** 33 } as Uint8Array
  expect(() => checkBlock(format, 4, manyBytes, 0, 2 ** 29, planar, 0)).toThrow(
    /frameCount must be small/,
  )
})

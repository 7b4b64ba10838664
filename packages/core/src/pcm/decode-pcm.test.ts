import { expect, test } from 'vitest'
import { decodePcm } from './decode-pcm.js'

test('bytes become planar samples', () => {
  const bytes = Uint8Array.of(0x80, 0xc0, 0x40, 0x80)
  expect([...decodePcm(bytes, { sampleFormat: 'u8', channelCount: 2 })]).toEqual([0, -0.5, 0.5, 0])
  expect([...decodePcm(bytes, { sampleFormat: 'u8', channelCount: 2, layout: 'planar' })]).toEqual([
    0, 0.5, -0.5, 0,
  ])
  expect(decodePcm(new Uint8Array(0), { sampleFormat: 's24be', channelCount: 2 })).toHaveLength(0)
})

test('a part of a frame is refused', () => {
  expect(() => decodePcm(new Uint8Array(6), { sampleFormat: 's16le', channelCount: 2 })).toThrow(
    expect.objectContaining({
      code: 'invalid-option',
      message: 'bytes length must be a multiple of the 4 bytes of a frame, got 6',
    }),
  )
})

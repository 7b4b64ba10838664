import { expect, test } from 'vitest'
import { decodePcm } from './decode-pcm.js'
import { encodePcm } from './encode-pcm.js'
import { pcmSampleFormats } from './pcm-sample-format.js'

test('planar samples become bytes', () => {
  const planar = Float32Array.of(0, 0.5, -0.5, 0)
  expect([...encodePcm(planar, { sampleFormat: 'u8', channelCount: 2 })]).toEqual([
    128, 64, 192, 128,
  ])
  expect([...encodePcm(planar, { sampleFormat: 'u8', channelCount: 2, layout: 'planar' })]).toEqual(
    [128, 192, 64, 128],
  )
})

test.each(pcmSampleFormats)(
  '%s: decodePcm takes it back, as near as the format allows',
  (sampleFormat) => {
    const planar = Float32Array.from({ length: 60 }, (_, index) => Math.sin(index) * 0.9)
    const format = { sampleFormat, channelCount: 3 }
    const back = decodePcm(encodePcm(planar, format), format)
    const worst = Math.max(...back.map((sample, index) => Math.abs(sample - planar[index]!)))
    expect(worst).toBeLessThanOrEqual(/law/.test(sampleFormat) ? 1 / 64 : 1 / 256)
  },
)

test('a part of a frame is refused', () => {
  expect(() => encodePcm(new Float32Array(3), { sampleFormat: 's16le', channelCount: 2 })).toThrow(
    expect.objectContaining({
      code: 'invalid-option',
      message: 'planar length must be a multiple of the 2 channels, got 3',
    }),
  )
})

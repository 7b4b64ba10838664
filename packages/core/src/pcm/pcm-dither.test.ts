import { expect, test } from 'vitest'
import { ditherFor } from './pcm-dither.js'
import { pcmSampleFormats } from './pcm-sample-format.js'
import { TpdfDither } from './tpdf-dither.js'

test('nothing is dithered unless asked for', () => {
  expect(ditherFor({}, 's16le', 1)).toBeUndefined()
  expect(ditherFor({ dither: 'none', ditherSeed: 3 }, 'f32le', 1)).toBeUndefined()
})

test('integers of up to 24 bits can be dithered, and nothing else', () => {
  const able = pcmSampleFormats.filter((sampleFormat) => {
    try {
      return ditherFor({ dither: 'tpdf' }, sampleFormat, 2) instanceof TpdfDither
    } catch (error) {
      expect(error).toMatchObject({
        code: 'invalid-option',
        message: expect.stringMatching(`dither must be 'none' for ${sampleFormat} .*"tpdf"`),
      })
      return false
    }
  })
  expect(able).toEqual(['s8', 'u8', 's16le', 's16be', 's24le', 's24be'])
})

test.each([
  [{ dither: 'rpdf' }, /dither must be .* got "rpdf"/],
  [{ ditherSeed: -1 }, /ditherSeed must be .* got -1/],
  [{ ditherSeed: 0.5 }, /ditherSeed must be .* got 0.5/],
  [{ ditherSeed: 2 ** 32 }, /ditherSeed must be .* got 4294967296/],
])('%j is refused', (options, message) => {
  expect(() => ditherFor(options as never, 's16le', 1)).toThrow(message)
})

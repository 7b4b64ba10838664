import { expect, test } from 'vitest'
import { checkPcmByteFormat } from './pcm-byte-format.js'

test('the layout is interleaved unless another is named', () => {
  expect(checkPcmByteFormat({ sampleFormat: 'u8', channelCount: 3 })).toEqual({
    sampleFormat: 'u8',
    channelCount: 3,
    layout: 'interleaved',
  })
  const planar = { sampleFormat: 'u8', channelCount: 3, layout: 'planar' } as const
  expect(checkPcmByteFormat(planar)).toEqual(planar)
})

test.each([
  [null, /format must be .* got null/],
  ['s16le', /format must be .* got "s16le"/],
  [{ sampleFormat: 's12', channelCount: 1 }, /sampleFormat must be .* got "s12"/],
  [{ sampleFormat: 'u8', channelCount: 0 }, /channelCount must be .* got 0/],
  [{ sampleFormat: 'u8', channelCount: 1025 }, /channelCount must be .* got 1025/],
  [{ sampleFormat: 'u8', channelCount: 1.5 }, /channelCount must be .* got 1.5/],
  [{ sampleFormat: 'u8', channelCount: 1, layout: 'woven' }, /layout must be .* got "woven"/],
])('%j is refused', (format, message) => {
  expect(() => checkPcmByteFormat(format as never)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
  )
})

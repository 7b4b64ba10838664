import { expect, test } from 'vitest'
import { bytesPerSample, pcmSampleFormats } from './pcm-sample-format.js'

test('the number in a name is the bits of a sample', () => {
  for (const sampleFormat of pcmSampleFormats) {
    const bits = Number(/\d+/.exec(sampleFormat)?.[0] ?? 8)
    expect(bytesPerSample(sampleFormat), sampleFormat).toBe(bits / 8)
  }
  expect(pcmSampleFormats).toHaveLength(14)
})

test('an unknown name is refused, with those that exist', () => {
  expect(() => bytesPerSample('s16' as never)).toThrow(
    expect.objectContaining({
      code: 'invalid-option',
      message: expect.stringMatching(/sampleFormat .*'s16le'.* got "s16"/),
    }),
  )
})

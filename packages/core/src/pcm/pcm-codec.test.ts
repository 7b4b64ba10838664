import { expect, test } from 'vitest'
import { pcmCodecOf, pcmSampleFormatOf } from './pcm-codec.js'
import { pcmSampleFormats } from './pcm-sample-format.js'

test('codec names and sample formats stand for each other', () => {
  expect(pcmCodecOf('s16le')).toBe('pcm-s16le')
  for (const sampleFormat of pcmSampleFormats) {
    expect(pcmSampleFormatOf(pcmCodecOf(sampleFormat))).toBe(sampleFormat)
  }
})

test('other codecs are no PCM', () => {
  for (const codec of ['opus', 's16le', 'pcm-', 'pcm-s16', 'PCM-s16le', 'pcm-s16le ']) {
    expect(pcmSampleFormatOf(codec), codec).toBeUndefined()
  }
})

test('a sample format that does not exist has no codec name', () => {
  expect(() => pcmCodecOf('s20le' as never)).toThrow(/"s20le"/)
})

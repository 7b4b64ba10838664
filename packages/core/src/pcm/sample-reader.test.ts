import { expect, test } from 'vitest'
import { pcmSampleFormats } from './pcm-sample-format.js'
import { sampleReader } from './sample-reader.js'

test('both byte orders share a reader, and every other format has its own', () => {
  expect(sampleReader('s16le')).toBe(sampleReader('s16be'))
  expect(new Set(pcmSampleFormats.map(sampleReader)).size).toBe(9)
})

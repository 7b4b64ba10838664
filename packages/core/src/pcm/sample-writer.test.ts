import { expect, test } from 'vitest'
import { pcmSampleFormats } from './pcm-sample-format.js'
import { sampleWriter } from './sample-writer.js'

test('both byte orders share a writer, and every other format has its own', () => {
  expect(sampleWriter('s16le')).toBe(sampleWriter('s16be'))
  expect(new Set(pcmSampleFormats.map(sampleWriter)).size).toBe(9)
})

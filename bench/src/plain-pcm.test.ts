import { decodePcm, encodePcm } from '@patchcord/core'
import { expect, test } from 'vitest'
import { plainDecode, plainEncode } from './plain-pcm.js'

const stereo = { sampleFormat: 's16le', channelCount: 2 } as const

test('the loops that we compare with do the same work', () => {
  const planar = Float32Array.of(0, 0.5, -1, 1, 2, -2, 0.3, -0.7)
  const samples = new Int16Array(planar.length)
  plainEncode(planar, samples)
  const bytes = new Uint8Array(samples.buffer)
  expect(bytes).toEqual(encodePcm(planar, stereo))
  const back = new Float32Array(planar.length)
  plainDecode(samples, back)
  expect(back).toEqual(decodePcm(bytes, stereo))
})

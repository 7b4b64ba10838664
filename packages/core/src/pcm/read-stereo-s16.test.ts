import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readS16 } from './read-integers.js'
import { readStereoS16 } from './read-stereo-s16.js'

test('equals the reading of two channels, one by one', () => {
  const bytes = fc.uint8Array({ minLength: 8, maxLength: 80 })
  fc.assert(
    fc.property(bytes, fc.boolean(), fc.nat(3), (content, littleEndian, at) => {
      const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
      const frameCount = Math.floor((content.length - at) / 4)
      const [both, single] = [new Float32Array(60).fill(9), new Float32Array(60).fill(9)]
      readStereoS16(view, at, frameCount, both, 2, 30, littleEndian)
      readS16(view, at, 4, frameCount, single, 2, littleEndian)
      readS16(view, at + 2, 4, frameCount, single, 32, littleEndian)
      expect(both).toEqual(single)
    }),
  )
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeS16 } from './write-integers.js'
import { writeStereoS16 } from './write-stereo-s16.js'

test('equals the writing of two channels, one by one, and counts both', () => {
  const sample = fc.oneof(fc.float({ min: -2, max: 2 }), fc.constantFrom(NaN, Infinity, -Infinity))
  const samples = fc.array(sample, { minLength: 40, maxLength: 40 })
  fc.assert(
    fc.property(samples, fc.boolean(), fc.nat(3), (values, littleEndian, at) => {
      const planar = Float32Array.from(values)
      const [both, single] = [new DataView(new ArrayBuffer(80)), new DataView(new ArrayBuffer(80))]
      const unfit = writeStereoS16(planar, 3, 20, 17, both, at, littleEndian)
      const left = writeS16(planar, 3, 17, single, at, 4, littleEndian)
      const right = writeS16(planar, 23, 17, single, at + 2, 4, littleEndian)
      expect(unfit).toBe(left + right)
      expect(new Uint8Array(both.buffer)).toEqual(new Uint8Array(single.buffer))
    }),
  )
})

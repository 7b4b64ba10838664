import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandALaw } from './a-law.js'
import { expandMuLaw } from './mu-law.js'
import { createPcmDecoder } from './pcm-decoder.js'
import { type PcmSampleFormat, bytesPerSample, pcmSampleFormats } from './pcm-sample-format.js'

/** What Node's own `Buffer` reads at an index. */
const reference: Record<PcmSampleFormat, (bytes: Buffer, at: number) => number> = {
  s8: (bytes, at) => bytes.readInt8(at) / 2 ** 7,
  u8: (bytes, at) => (bytes.readUInt8(at) - 128) / 2 ** 7,
  s16le: (bytes, at) => bytes.readInt16LE(at) / 2 ** 15,
  s16be: (bytes, at) => bytes.readInt16BE(at) / 2 ** 15,
  s24le: (bytes, at) => bytes.readIntLE(at, 3) / 2 ** 23,
  s24be: (bytes, at) => bytes.readIntBE(at, 3) / 2 ** 23,
  s32le: (bytes, at) => bytes.readInt32LE(at) / 2 ** 31,
  s32be: (bytes, at) => bytes.readInt32BE(at) / 2 ** 31,
  f32le: (bytes, at) => bytes.readFloatLE(at),
  f32be: (bytes, at) => bytes.readFloatBE(at),
  f64le: (bytes, at) => bytes.readDoubleLE(at),
  f64be: (bytes, at) => bytes.readDoubleBE(at),
  alaw: (bytes, at) => expandALaw(bytes.readUInt8(at)) / 2 ** 15,
  mulaw: (bytes, at) => expandMuLaw(bytes.readUInt8(at)) / 2 ** 15,
}

test.each(pcmSampleFormats)(
  '%s: every layout and alignment reads what Buffer reads',
  (sampleFormat) => {
    const size = bytesPerSample(sampleFormat)
    const block = fc.record({
      channelCount: fc.integer({ min: 1, max: 4 }),
      frameCount: fc.nat(9),
      offset: fc.nat(7),
      byteStart: fc.nat(5),
      frameStart: fc.nat(3),
      layout: fc.constantFrom('interleaved' as const, 'planar' as const),
      content: fc.uint8Array({ minLength: 320, maxLength: 320 }),
    })
    fc.assert(
      fc.property(
        block,
        ({ channelCount, frameCount, offset, byteStart, frameStart, layout, content }) => {
          const memory = new Uint8Array(400)
          memory.set(content, offset)
          const bytes = memory.subarray(
            offset,
            offset + byteStart + frameCount * channelCount * size,
          )
          const stride = frameStart + frameCount + 2
          const planar = new Float32Array(channelCount * stride).fill(7)
          const decoder = createPcmDecoder({ sampleFormat, channelCount, layout })
          decoder.decode(bytes, byteStart, frameCount, planar, frameStart)

          const expected = new Float32Array(channelCount * stride).fill(7)
          const buffer = Buffer.from(content)
          for (let channel = 0; channel < channelCount; channel++) {
            for (let frame = 0; frame < frameCount; frame++) {
              const index =
                layout === 'planar' ? channel * frameCount + frame : frame * channelCount + channel
              expected[channel * stride + frameStart + frame] = reference[sampleFormat](
                buffer,
                byteStart + index * size,
              )
            }
          }
          expect(planar).toEqual(expected)
        },
      ),
    )
  },
)

test('one decoder reads from one piece of memory after the other', () => {
  const decoder = createPcmDecoder({ sampleFormat: 's16be', channelCount: 1 })
  const planar = new Float32Array(1)
  const values = [0x40, 0xc0, 0x20].map((high) => {
    decoder.decode(Uint8Array.of(high, 0), 0, 1, planar)
    return planar[0]
  })
  expect(values).toEqual([0.5, -0.5, 0.25])
})

test('slices of a pool and whole frames by bytesPerFrame', () => {
  const decoder = createPcmDecoder({ sampleFormat: 's24le', channelCount: 2 })
  expect(decoder.bytesPerFrame).toBe(6)
  const planar = new Float32Array(2)
  decoder.decode(Buffer.from([0, 0, 0x40, 0, 0, 0xc0]), 0, 1, planar)
  expect([...planar]).toEqual([0.5, -0.5])
})

test('bad options and blocks are refused', () => {
  const options = { sampleFormat: 's16le', channelCount: 2 } as const
  expect(() => createPcmDecoder({ ...options, chanels: 1 } as never)).toThrow(/no option 'chanels'/)
  expect(() => createPcmDecoder({ ...options, channelCount: -2 })).toThrow(/channelCount .* got -2/)
  const decoder = createPcmDecoder(options)
  expect(() => decoder.decode(new Uint8Array(7), 0, 2, new Float32Array(4))).toThrow(
    expect.objectContaining({ code: 'invalid-option', details: { 'bytes length': 7 } }),
  )
})

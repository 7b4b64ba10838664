import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPcmDecoder } from './pcm-decoder.js'
import { type PcmEncodeOptions, createPcmEncoder } from './pcm-encoder.js'
import { bytesPerSample, pcmSampleFormats } from './pcm-sample-format.js'

function noise(length: number): Float32Array {
  let state = 1
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 31.2
  })
}

const exact = pcmSampleFormats.filter((sampleFormat) => !/s32|f64|mulaw/.test(sampleFormat))

test.each(exact)(
  '%s: bytes survive decoding and encoding, at any place and alignment',
  (sampleFormat) => {
    const block = fc.record({
      channelCount: fc.integer({ min: 1, max: 4 }),
      frameCount: fc.nat(9),
      offset: fc.nat(7),
      layout: fc.constantFrom('interleaved' as const, 'planar' as const),
      content: fc.uint8Array({ minLength: 160, maxLength: 160 }),
    })
    fc.assert(
      fc.property(block, ({ channelCount, frameCount, offset, layout, content }) => {
        // Patterns of NaN may change on their way through a float.
        if (sampleFormat.startsWith('f')) for (let at = 0; at < 160; at++) content[at]! &= 0xbf
        const format = { sampleFormat, channelCount, layout }
        const [decoder, encoder] = [createPcmDecoder(format), createPcmEncoder(format)]
        const planar = new Float32Array(channelCount * (frameCount + 3))
        decoder.decode(content, 5, frameCount, planar, 1)
        const bytes = new Uint8Array(200).fill(0xee).subarray(offset, offset + 170)
        encoder.encode(planar, frameCount, bytes, 2, 1)
        const end = frameCount * encoder.bytesPerFrame
        expect(bytes.subarray(2, 2 + end)).toEqual(content.subarray(5, 5 + end))
        expect(
          [...bytes.subarray(0, 2), ...bytes.subarray(2 + end)].every((byte) => byte === 0xee),
        ).toBe(true)
        expect([encoder.clippedSamples, encoder.nanSamples]).toEqual([0, 0])
      }),
    )
  },
)

test('µ-law bytes survive as well, but for the second zero', () => {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code)
  const [planar, bytes] = [new Float32Array(256), new Uint8Array(256)]
  createPcmDecoder({ sampleFormat: 'mulaw', channelCount: 1 }).decode(codes, 0, 256, planar)
  createPcmEncoder({ sampleFormat: 'mulaw', channelCount: 1 }).encode(planar, 256, bytes, 0)
  expect(bytes).toEqual(codes.map((code) => (code === 0x7f ? 0xff : code)))
})

test.each(['s32le', 's32be', 'f64le', 'f64be'] as const)(
  '%s keeps every float exactly',
  (sampleFormat) => {
    const format = { sampleFormat, channelCount: 1 }
    const [planar, back] = [noise(100), new Float32Array(100)]
    const bytes = new Uint8Array(800)
    createPcmEncoder(format).encode(planar, 100, bytes, 0)
    createPcmDecoder(format).decode(bytes, 0, 100, back)
    const worst = Math.max(...back.map((sample, index) => Math.abs(sample - planar[index]!)))
    expect(worst).toBeLessThanOrEqual(sampleFormat.startsWith('f') ? 0 : 2 ** -32)
  },
)

const encodings: PcmEncodeOptions[] = [
  ...pcmSampleFormats.flatMap((sampleFormat) => [
    { sampleFormat, channelCount: 2 },
    { sampleFormat, channelCount: 3 },
  ]),
  ...(['u8', 's16le', 's16be', 's24le'] as const).map(
    (sampleFormat) => ({ sampleFormat, channelCount: 2, dither: 'tpdf', ditherSeed: 9 }) as const,
  ),
]

test.each(encodings)('any re-chunking gives the same bytes and counts: %j', (options) => {
  const frameCount = 2500 // more than what is dithered at a time
  const planar = noise(frameCount * options.channelCount)
  planar.set([NaN, 2, -3], 700)
  const whole = createPcmEncoder(options)
  const expected = new Uint8Array(frameCount * whole.bytesPerFrame)
  whole.encode(planar, frameCount, expected, 0)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 6 }), (sizes) => {
      const encoder = createPcmEncoder(options)
      const bytes = new Uint8Array(expected.length)
      let done = 0
      for (const size of [...sizes, frameCount]) {
        const count = Math.min(size, frameCount - done)
        encoder.encode(planar, count, bytes, done * encoder.bytesPerFrame, done)
        done += count
      }
      expect(Buffer.compare(bytes, expected)).toBe(0)
      expect(encoder.clippedSamples).toBe(whole.clippedSamples)
      expect(encoder.nanSamples).toBe(whole.nanSamples)
    }),
    { numRuns: 20 },
  )
})

test.each(pcmSampleFormats)(
  '%s: what does not fit is counted, and keeps being added',
  (sampleFormat) => {
    const planar = Float32Array.of(1.5, NaN, NaN, -Infinity, 0.2, 0.5, 9, 0)
    const float = sampleFormat.startsWith('f')
    for (const channelCount of [1, 2]) {
      const encoder = createPcmEncoder({ sampleFormat, channelCount })
      const bytes = new Uint8Array(8 * bytesPerSample(sampleFormat))
      for (const times of [1, 2]) {
        encoder.encode(planar, 8 / channelCount, bytes, 0)
        expect(encoder.clippedSamples).toBe(float ? 0 : 3 * times)
        expect(encoder.nanSamples).toBe(float ? 0 : 2 * times)
      }
    }
  },
)

test('dither is the same in either layout and byte order, and counts what it pushes over', () => {
  const planar = Float32Array.from(
    { length: 4000 },
    (_, index) => (index % 2 === 0 ? 32_767 : 12.3) / 32_768,
  )
  const samples = (['interleaved', 'planar'] as const).flatMap((layout) =>
    (['s16le', 's16be'] as const).map((sampleFormat) => {
      const format = { sampleFormat, channelCount: 2, layout }
      const encoder = createPcmEncoder({ ...format, dither: 'tpdf' })
      const [bytes, back] = [new Uint8Array(8000), new Float32Array(4000)]
      encoder.encode(planar, 2000, bytes, 0)
      createPcmDecoder(format).decode(bytes, 0, 2000, back)
      return { back, clipped: encoder.clippedSamples }
    }),
  )
  for (const other of samples) expect(other).toEqual(samples[0])
  expect(samples[0]!.back).not.toEqual(planar)
  // An eighth of the samples at full scale is pushed over it.
  expect(samples[0]!.clipped / 2000).toBeCloseTo(0.125, 1)
})

test('bad options and blocks are refused', () => {
  const options = { sampleFormat: 's16le', channelCount: 2 } as const
  expect(() => createPcmEncoder({ ...options, seed: 1 } as never)).toThrow(/no option 'seed'/)
  expect(() => createPcmEncoder({ ...options, dither: 'rpdf' } as never)).toThrow(/dither must be/)
  expect(() => createPcmEncoder({ ...options, sampleFormat: 'f32le', dither: 'tpdf' })).toThrow(
    /f32le/,
  )
  const encoder = createPcmEncoder(options)
  expect(() => encoder.encode(new Float32Array(4), 2, new Uint8Array(7), 0)).toThrow(
    expect.objectContaining({ code: 'invalid-option', details: { 'bytes length': 7 } }),
  )
})

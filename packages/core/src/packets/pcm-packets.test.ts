import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AudioBuffer } from '../data/audio-buffer.js'
import type { Packet } from '../data/packet.js'
import type { DropEvent } from '../ports/port-events.js'
import { pcmSampleFormats } from '../pcm/pcm-sample-format.js'
import { bufferAt, mono, packetAt, passThrough } from './packet-fixtures.test-support.js'
import { pcmDecoder } from './pcm-decoder.js'
import { type PcmEncoderOptions, pcmEncoder } from './pcm-encoder.js'

const ramp = (position: number): number => (position % 1000) / 1024
const encode = (items: Iterable<AudioBuffer>, options: PcmEncoderOptions = {}) =>
  passThrough<Packet>(items, [pcmEncoder(options)])

describe('pcmEncoder', () => {
  it('cuts 20 ms packets with their places, the last one short', async () => {
    const first = new AudioBuffer({
      ...bufferAt(0, 200, ramp).particulars(),
      samples: new Float32Array(200),
      timestampMs: 1000,
      metadata: { a: 1 },
    })
    const out = await encode([first, bufferAt(200, 200, ramp)])
    expect(
      out.map(({ sequence, position, frameCount, bytes, codec }) => [
        sequence,
        position,
        frameCount,
        bytes.length,
        codec,
      ]),
    ).toEqual([
      [0, 0, 160, 320, 'pcm-s16le'],
      [1, 160, 160, 320, 'pcm-s16le'],
      [2, 320, 80, 160, 'pcm-s16le'],
    ])
    expect(out.map(({ timestampMs }) => timestampMs)).toEqual([1000, 1020, undefined])
    expect(out[0]?.metadata).toEqual({ a: 1 })
    expect(out[0]?.format).toEqual(mono)
  })

  it('closes a packet before a discontinuity, and marks the one after it', async () => {
    const out = await encode([
      bufferAt(0, 100, ramp),
      bufferAt(500, 160, ramp).with({ discontinuity: true }),
    ])
    expect(
      out.map(({ sequence, position, frameCount, discontinuity }) => [
        sequence,
        position,
        frameCount,
        discontinuity,
      ]),
    ).toEqual([
      [0, 0, 100, false],
      [1, 500, 160, true],
    ])
  })

  it('counts on over a change of format, and keeps its tallies', async () => {
    const stereo = new AudioBuffer({
      sampleRate: 16_000,
      channelCount: 2,
      samples: new Float32Array(640).fill(Number.NaN),
    })
    const encoder = pcmEncoder({ sampleFormat: 's16be' })
    const out = await passThrough<Packet>([bufferAt(0, 160, () => 2), stereo], [encoder])
    expect(out.map(({ sequence, format }) => [sequence, format])).toEqual([
      [0, mono],
      [1, { sampleRate: 16_000, channelCount: 2 }],
    ])
    expect([encoder.clippedSamples, encoder.nanSamples, encoder.codec]).toEqual([
      160,
      640,
      'pcm-s16be',
    ])
    expect(pcmEncoder().clippedSamples).toBe(0)
    expect(pcmEncoder().nanSamples).toBe(0)
  })

  it('has at least one frame in a packet', async () => {
    expect((await encode([bufferAt(0, 3, ramp)], { packetMs: 0.001 })).length).toBe(3)
  })

  it('cuts a long buffer into the smallest packets', async () => {
    const out = await encode([bufferAt(0, 16_384, ramp)], { frameCount: 1 })
    expect(out.length).toBe(16_384)
    expect(out.at(-1)).toMatchObject({ sequence: 16_383, position: 16_383, frameCount: 1 })
  })

  it('dithers as it is told', async () => {
    const silent = (): AudioBuffer => bufferAt(0, 160, () => 0)
    const [plain] = await encode([silent()])
    const [one] = await encode([silent()], { dither: 'tpdf', ditherSeed: 7 })
    const [same] = await encode([silent()], { dither: 'tpdf', ditherSeed: 7 })
    expect(plain?.bytes.every((byte) => byte === 0)).toBe(true)
    expect(one?.bytes.some((byte) => byte !== 0)).toBe(true)
    expect(one?.bytes).toEqual(same?.bytes)
  })

  it('rejects options out of range, at odds and unknown', () => {
    for (const options of [
      { packetMs: 0 },
      { packetMs: 1001 },
      { frameCount: 0 },
      { packetMs: 10, frameCount: 80 },
      { sampleFormat: 's17' },
      { sampleFormat: 'f32le', dither: 'tpdf' },
      { frames: 1 },
    ]) {
      expect(() => pcmEncoder(options as PcmEncoderOptions)).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
    }
  })
})

describe('pcmDecoder', () => {
  it('gives back what any sample format keeps, in any cut', async () => {
    const cut = fc.tuple(
      fc.constantFrom(...pcmSampleFormats),
      fc.integer({ min: 1, max: 70 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
    )
    await fc.assert(
      fc.asyncProperty(cut, async ([sampleFormat, frameCount, lengths]) => {
        let position = 0
        const buffers = lengths.map((length) => {
          const buffer = bufferAt(position, length, (at) => ((at % 9) - 4) / 16)
          position += length
          return buffer
        })
        const out = await passThrough<AudioBuffer>(buffers, [
          pcmEncoder({ sampleFormat, frameCount }),
          pcmDecoder(),
        ])
        let expected = 0
        for (const { position: at, samples } of out) {
          expect(at).toBe(expected)
          for (const sample of samples) {
            expect(Math.abs(sample - ((expected++ % 9) - 4) / 16)).toBeLessThan(0.01)
          }
        }
        expect(expected).toBe(position)
      }),
      { numRuns: 100 },
    )
  })

  it('keeps places, timestamps, metadata and marks, and follows the codec', async () => {
    const packets = [
      packetAt(0, {
        metadata: { a: 1 },
        timestampMs: 5,
        format: { ...mono, channelLayout: ['M'] },
      }),
      packetAt(2, { discontinuity: true, codec: 'pcm-f32le', bytes: new Uint8Array(640) }),
    ]
    const out = await passThrough<AudioBuffer>(packets, [pcmDecoder()])
    expect(
      out.map((b) => [b.position, b.timestampMs, b.metadata, b.discontinuity, b.channelLayout]),
    ).toEqual([
      [0, 5, { a: 1 }, false, ['M']],
      [320, undefined, {}, true, undefined],
    ])
  })

  const faults: readonly [string, Partial<Record<keyof Packet, unknown>>, RegExp][] = [
    ['another codec', { codec: 'opus' }, /packet 0 has the codec "opus", which is not PCM/],
    ['a codec that is no text', { codec: 7 }, /codec 7/],
    [
      'too few bytes',
      { bytes: new Uint8Array(7) },
      /should hold 320 bytes for 160 frames.*and holds 7/,
    ],
    ['no bytes', { bytes: 'abc' }, /must hold a Uint8Array/],
    ['no frames', { frameCount: 0 }, /at least one whole frame/],
    ['a fraction of a frame', { frameCount: 1.5 }, /at least one whole frame/],
    ['no format', { format: null }, /possible sample rate/],
    [
      'an impossible rate',
      { format: { sampleRate: Number.NaN, channelCount: 1 } },
      /possible sample rate/,
    ],
    ['an impossible layout', { format: { ...mono, channelLayout: null } }, /possible sample rate/],
    ['a position before the beginning', { position: -160 }, /position of 0 or more/],
    ['a timestamp that is none', { timestampMs: Number.NaN }, /finite timestampMs/],
    ['no metadata', { metadata: null }, /object as metadata/],
  ]

  it.each(faults)('refuses a packet with %s', async (_what, changes, message) => {
    const error = await failure(Object.assign(packetAt(0), changes))
    expect(error).toMatchObject({ code: 'data-invalid', details: { stage: 'pcmDecoder' } })
    expect(error?.message).toMatch(message)
  })

  it('says that buffers are not for it', async () => {
    expect(await failure(bufferAt(0, 1, ramp))).toMatchObject({ code: 'wrong-item' })
    expect(await failure(Object.assign(packetAt(0), { sequence: 'x', bytes: null }))).toMatchObject(
      {
        details: { sequence: '"x"' },
      },
    )
  })

  it.each(faults)(
    'drops a packet with %s when told to, counts and marks it',
    async (_what, changes) => {
      const decoder = pcmDecoder({ onInvalid: 'drop' })
      const drops: DropEvent[] = []
      decoder.on('drop', (drop: DropEvent) => drops.push(drop))
      const seen: AudioBuffer[] = []
      decoder.on('data', (buffer: AudioBuffer) => seen.push(buffer))
      for (const packet of [
        Object.assign(packetAt(0), changes),
        packetAt(1),
        packetAt(2),
        Object.assign(packetAt(3), changes),
      ]) {
        decoder.write(packet)
      }
      await new Promise((resolve) => decoder.on('end', resolve).end())
      expect(seen.map(({ position, discontinuity }) => [position, discontinuity])).toEqual([
        [160, true],
        [320, false],
      ])
      const drop = { stage: 'pcmDecoder', items: 1, frames: 0, reason: 'invalid' }
      expect(drops).toEqual([drop, drop])
      expect(decoder.stats()).toMatchObject({ itemsIn: 4, itemsOut: 2, drops: 2 })
      expect(decoder.tailDiscontinuity).toBe(true)
    },
  )

  it('rejects unknown options and values', () => {
    expect(() => pcmDecoder({ onInvalid: 'ignore' as 'drop' })).toThrow(/onInvalid must be one of/)
    expect(() => pcmDecoder({ onError: 'drop' } as object)).toThrow(/no option 'onError'/)
  })
})

async function failure(item: Packet | AudioBuffer): Promise<Error | undefined> {
  const decoder = pcmDecoder()
  return new Promise((resolve) => {
    decoder.on('error', resolve)
    decoder.write(item)
  })
}

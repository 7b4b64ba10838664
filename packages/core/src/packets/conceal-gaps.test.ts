import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AudioBuffer } from '../data/audio-buffer.js'
import { BufferPool } from '../data/buffer-pool.js'
import { processor } from '../ports/processor.js'
import type { DropEvent } from '../ports/port-events.js'
import type { ConcealGapsOptions } from './conceal-gaps-options.js'
import { concealGaps } from './conceal-gaps.js'
import type { ConcealedEvent } from './conceal-stats.js'
import { bufferAt, passThrough } from './packet-fixtures.test-support.js'

const tone = (position: number): number => 0.5 * Math.sin((2 * Math.PI * 200 * position) / 8000)
/** Harmonics, as a voice has them, with a period of 64 frames. */
const voice = (position: number): number =>
  [1, 2, 3, 5].reduce(
    (sum, n) => sum + (0.2 / n) * Math.sin((2 * Math.PI * n * position) / 64 + n),
    0,
  )

async function conceal(buffers: readonly AudioBuffer[], options: ConcealGapsOptions = {}) {
  const stage = concealGaps(options)
  const events: ConcealedEvent[] = []
  const drops: DropEvent[] = []
  stage.on('concealed', (event: ConcealedEvent) => events.push(event))
  stage.on('drop', (drop: DropEvent) => drops.push(drop))
  const out = await passThrough<AudioBuffer>(buffers, [stage])
  const samples = out.flatMap((buffer) => [...buffer.samples])
  return { out, samples, stage, events, drops }
}

function largestStep(samples: readonly number[]): number {
  let largest = 0
  for (let index = 1; index < samples.length; index++) {
    largest = Math.max(largest, Math.abs(samples[index]! - samples[index - 1]!))
  }
  return largest
}

const every20ms = (
  signal: (position: number) => number,
  lost: (index: number) => boolean,
  count = 20,
) =>
  Array.from({ length: count }, (_, index) => index)
    .filter((index) => !lost(index))
    .map((index) => bufferAt(index * 160, 160, signal))

const places = (buffers: readonly AudioBuffer[]): (readonly [number, number])[] =>
  buffers.map(({ position, frameCount }) => [position, frameCount])

describe('concealGaps', () => {
  it('leaves audio without gaps as it is, bit for bit', async () => {
    const buffers = every20ms(voice, () => false)
    const { out, stage, events } = await conceal(buffers.map((buffer) => buffer.copy()))
    expect(out.map(({ samples }) => samples)).toEqual(buffers.map(({ samples }) => samples))
    expect(stage.stats()).toMatchObject({
      concealedGaps: 0,
      concealedFrames: 0,
      trimmedFrames: 0,
      jumps: 0,
    })
    expect(events).toEqual([])
  })

  it.each(['repeat', 'fade'] as const)('fills a gap without a click: %s', async (strategy) => {
    for (const signal of [tone, voice]) {
      const buffers = every20ms(signal, (index) => index === 5 || index === 11 || index === 12)
      const whole = largestStep(Array.from({ length: 3200 }, (_, position) => signal(position)))
      const { out, samples, stage, events } = await conceal(buffers, { strategy })
      expect(samples).toHaveLength(3200)
      // The gains add a little to the steps of the signal; a click would be a step of up to 1.
      expect(largestStep(samples)).toBeLessThan(whole * 1.1 + 0.03)
      expect(events).toEqual([
        { stage: 'concealGaps', position: 800, frameCount: 160, durationMs: 20 },
        { stage: 'concealGaps', position: 1760, frameCount: 320, durationMs: 40 },
      ])
      expect(stage.stats()).toMatchObject({ concealedGaps: 2, concealedFrames: 480, itemsOut: 19 })
      const filled = out.filter(({ metadata }) => metadata.concealed === true)
      expect(places(filled)).toEqual([
        [800, 160],
        [1760, 320],
      ])
      expect(out.some(({ discontinuity }) => discontinuity)).toBe(false)
      let expected = 0
      for (const { position, frameCount } of out) {
        expect(position).toBe(expected)
        expected += frameCount
      }
    }
  })

  it('repeats the pitch: a short gap in a periodic signal is nearly the signal itself', async () => {
    const { samples } = await conceal(every20ms(voice, (index) => index === 8))
    const errorOf = (from: number, to: number): number =>
      Math.max(
        ...samples.slice(from, to).map((sample, index) => Math.abs(sample - voice(from + index))),
      )
    expect(errorOf(8 * 160, 8 * 160 + 40)).toBeLessThan(0.02)
    expect(errorOf(8 * 160, 9 * 160)).toBeLessThan(0.2)
    expect(errorOf(9 * 160 + 40, 10 * 160)).toBe(
      Math.max(...rounding(voice, 9 * 160 + 40, 10 * 160)),
    )
  })

  it('never gets louder than what it has heard', async () => {
    const onset = fc.record({
      frequency: fc.integer({ min: 60, max: 900 }),
      growth: fc.double({ min: 1, max: 8, noNaN: true }),
    })
    await fc.assert(
      fc.asyncProperty(
        onset,
        fc.integer({ min: 2, max: 17 }),
        async ({ frequency, growth }, lost) => {
          // A tone that swells: the end of a period differs most from the end of the one before it.
          const signal = (position: number): number =>
            0.02 *
            growth ** (position / 800) *
            Math.sin((2 * Math.PI * frequency * position) / 8000)
          const buffers = every20ms(signal, (index) => index === lost)
          const peak = Math.max(...buffers.flatMap(({ samples }) => [...samples].map(Math.abs)))
          const { samples } = await conceal(buffers)
          expect(Math.max(...samples.map(Math.abs))).toBeLessThanOrEqual(peak)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('plays backwards, is silent after the fade, and comes back: fade', async () => {
    const { samples } = await conceal(
      every20ms(tone, (index) => index === 2),
      { strategy: 'fade', fadeMs: 5 },
    )
    expect(samples[320]).toBeCloseTo(tone(319), 6)
    expect(samples.slice(321, 340).every((sample) => sample !== 0)).toBe(true)
    expect(samples.slice(360, 480).every((sample) => sample === 0)).toBe(true)
    expect(samples[480]).toBe(0)
    expect(samples[520]).toBe(Math.fround(tone(520)))
  })

  it('has faded out after maxGapMs', async () => {
    const { samples } = await conceal([bufferAt(0, 800, tone), bufferAt(2400, 160, tone)], {
      maxGapMs: 30,
    })
    expect(samples.slice(800, 1030).some((sample) => Math.abs(sample) > 0.1)).toBe(true)
    expect(samples.slice(1040, 2400).every((sample) => sample === 0)).toBe(true)
  })

  it('bridges gaps and buffers shorter than the fade', async () => {
    const ten = Array.from({ length: 60 }, (_, index) => index)
      .filter((index) => index % 3 !== 2)
      .map((index) => bufferAt(index * 10, 10, tone))
    const { samples } = await conceal(ten, { fadeMs: 10 })
    expect(samples).toHaveLength(590)
    expect(largestStep(samples)).toBeLessThan(0.12)
    const dip = await conceal([bufferAt(0, 400, tone), bufferAt(404, 400, tone)])
    expect(largestStep(dip.samples)).toBeLessThan(0.12)
  })

  it('fills what is missing at the beginning with silence, if told where that is', async () => {
    const missing = [bufferAt(320, 160, () => 0.5)]
    const { samples, events, out } = await conceal(missing, { startPosition: 0 })
    expect(places(out)).toEqual([
      [0, 320],
      [320, 160],
    ])
    expect(samples.slice(0, 321).every((sample) => sample === 0)).toBe(true)
    expect(largestStep(samples)).toBeLessThan(0.03)
    expect(events[0]?.frameCount).toBe(320)
    const joined = await conceal([bufferAt(320, 160, () => 0.5)])
    expect(places(joined.out)).toEqual([[320, 160]])
    expect(joined.samples[0]).toBe(0.5)
  })

  it('fills long gaps in pieces, with timestamps', async () => {
    const next = bufferAt(40_000, 8, tone)
    const { out } = await conceal([
      bufferAt(0, 8, tone),
      next.with({ timestampMs: 10_000, discontinuity: true }),
    ])
    expect(places(out)).toEqual([
      [0, 8],
      [8, 16_384],
      [16_392, 16_384],
      [32_776, 7224],
      [40_000, 8],
    ])
    expect(out.map(({ timestampMs }) => timestampMs)).toEqual([
      undefined,
      10_000 - 39_992 / 8,
      10_000 - 23_608 / 8,
      10_000 - 7224 / 8,
      10_000,
    ])
    expect(out.at(-1)?.discontinuity).toBe(false)
  })

  it('leaves jumps in the timeline, marked, without a click', async () => {
    const far = await conceal([bufferAt(0, 800, () => 0.5), bufferAt(2 ** 50, 160, () => -0.5)])
    expect(places(far.out)).toEqual([
      [0, 800],
      [2 ** 50, 160],
    ])
    expect(far.out[1]?.discontinuity).toBe(true)
    expect(largestStep(far.samples)).toBeLessThan(0.05)
    expect(far.stage.stats()).toMatchObject({ jumps: 1, concealedGaps: 0 })
    const anew = [
      bufferAt(0, 800, tone),
      bufferAt(0, 160, tone).with({ discontinuity: true }),
      bufferAt(160, 80, tone),
    ]
    const again = await conceal(anew)
    expect(places(again.out)).toEqual([
      [0, 800],
      [0, 160],
      [160, 80],
    ])
    const back = await conceal([bufferAt(100_000, 80, tone), bufferAt(0, 80, tone)])
    expect(back.stage.stats()).toMatchObject({ jumps: 1, drops: 0 })
  })

  it('smooths a mark without a gap, and keeps it', async () => {
    const { out, samples } = await conceal([
      bufferAt(0, 400, () => 0.5).with({ discontinuity: true }),
      bufferAt(400, 400, () => -0.5).with({ discontinuity: true }),
    ])
    expect(out.map(({ discontinuity }) => discontinuity)).toEqual([true, true])
    expect(samples[0]).toBe(0.5)
    expect(largestStep(samples)).toBeLessThan(0.05)
  })

  it('cuts off what overlaps and drops what is over', async () => {
    const { out, drops, stage } = await conceal([
      bufferAt(0, 400, tone),
      bufferAt(200, 100, tone),
      bufferAt(300, 200, tone).with({ timestampMs: 1000, metadata: { a: 1 } }),
      bufferAt(500, 100, tone),
    ])
    expect(places(out)).toEqual([
      [0, 400],
      [400, 100],
      [500, 100],
    ])
    expect(out[1]).toMatchObject({ timestampMs: 1012.5, metadata: { a: 1 } })
    expect(drops).toEqual([{ stage: 'concealGaps', items: 1, frames: 100, reason: 'late' }])
    expect(stage.stats()).toMatchObject({ trimmedFrames: 200, drops: 1 })
  })

  it('keeps NaN from spreading into the gap', async () => {
    const { samples } = await conceal([
      bufferAt(0, 800, () => Number.NaN),
      bufferAt(960, 160, tone),
    ])
    expect(samples.slice(800, 1000).every(Number.isFinite)).toBe(true)
    const noise = await conceal([bufferAt(0, 800, () => 0), bufferAt(960, 160, tone)])
    expect(noise.samples.slice(800, 960).every((sample) => sample === 0)).toBe(true)
  })

  it('begins anew with another format', async () => {
    const wide = new AudioBuffer({
      sampleRate: 16_000,
      channelCount: 2,
      position: 4000,
      samples: new Float32Array(640).fill(0.5),
    })
    const later = new AudioBuffer({
      sampleRate: 16_000,
      channelCount: 2,
      position: 4640,
      samples: new Float32Array(640).fill(0.5),
    })
    const { out } = await conceal([bufferAt(0, 160, tone), wide, later])
    expect(places(out)).toEqual([
      [0, 160],
      [4000, 320],
      [4320, 320],
      [4640, 320],
    ])
  })

  it('leaves shared samples alone and gives its memory back', async () => {
    const pool = new BufferPool({ onRelease: (samples) => samples.fill(Number.NaN) })
    const kept: AudioBuffer[] = []
    const keep = processor((buffer) => {
      kept.push(buffer.retain())
      return buffer
    })
    const pooled = [0, 480].map((position) => pool.copyOf(bufferAt(position, 160, () => 0.5)))
    const out = await passThrough<AudioBuffer>(pooled, [keep, concealGaps({ pool })])
    expect(kept[1]?.samples.every((sample) => sample === 0.5)).toBe(true)
    expect(out.flatMap(({ samples }) => [...samples]).every(Number.isFinite)).toBe(true)
    for (const buffer of kept) buffer.release()
    const { acquired, released } = pool.stats()
    expect(released).toBe(acquired)
  })

  it('gives a timeline without holes for any positions', async () => {
    const buffer = fc.record({
      position: fc.integer({ min: 0, max: 3000 }),
      frameCount: fc.integer({ min: 0, max: 300 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(buffer, { maxLength: 12 }),
        fc.constantFrom('repeat', 'fade'),
        async (list, strategy) => {
          const buffers = list.map(({ position, frameCount }) =>
            bufferAt(position, frameCount, tone),
          )
          const { out, stage, samples } = await conceal(buffers, { strategy: strategy as 'fade' })
          let expected = out[0]?.position ?? 0
          for (const { position, frameCount } of out) {
            expect(position).toBe(expected)
            expected += frameCount
          }
          const { framesIn, framesOut, concealedFrames, trimmedFrames } = stage.stats()
          expect(framesOut).toBe(framesIn + concealedFrames - trimmedFrames)
          expect(largestStep(samples)).toBeLessThan(0.2)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('works at any rate', async () => {
    for (const sampleRate of [1, 100, 44_100, 192_000]) {
      const format = { sampleRate, channelCount: 1 }
      const at = (position: number): AudioBuffer =>
        new AudioBuffer({
          ...format,
          position,
          samples: Float32Array.from({ length: 9000 }, (_, n) => Math.sin(n / 9)),
        })
      const stage = concealGaps()
      const out = await passThrough<AudioBuffer>([at(0), at(9010)], [stage], format)
      expect(places(out)).toEqual([
        [0, 9000],
        [9000, 10],
        [9010, 9000],
      ])
      if (sampleRate > 8000) expect(largestStep([...out[1]!.samples])).toBeLessThan(0.15)
    }
  })

  it('rejects options out of range and unknown ones', () => {
    for (const options of [
      { fadeMs: 0 },
      { maxGapMs: 0 },
      { maxFillMs: -1 },
      { startPosition: 0.5 },
      { strategy: 'guess' },
      { fade: 5 },
    ]) {
      expect(() => concealGaps(options as ConcealGapsOptions)).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
    }
  })
})

/** What 32-bit floats make of a signal. */
function rounding(signal: (position: number) => number, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => {
    const exact = signal(from + index)
    return Math.abs(Math.fround(exact) - exact)
  })
}

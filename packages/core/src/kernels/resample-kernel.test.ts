import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gainToDb } from './decibels.js'
import { jsBackend } from './js-backend.js'
import { ResampleKernel, type ResampleSpec } from './resample-kernel.js'
import { resampleRatio } from './resample-ratio.js'
import {
  bits,
  noise,
  planar,
  runBlock,
  runFlush,
  runKernel,
  slice,
  toneLevel,
} from './run-kernel.test-support.js'

const specOf = (inputRate: number, sampleRate: number): ResampleSpec => ({
  kernel: 'resample',
  sampleRate,
  ...resampleRatio(inputRate, sampleRate),
  quality: 'good',
  adjustable: false,
  correctionPpm: 0,
})
const tone = (frequencyHz: number, rate: number, frames: number): Float32Array =>
  planar(1, frames, (_c, frame) => Math.sin((2 * Math.PI * frequencyHz * frame) / rate))
const convert = (input: Float32Array, from: number, to: number): Float32Array =>
  runKernel(specOf(from, to), { sampleRate: from, channelCount: 1 }, input, [1000])

describe('ResampleKernel', () => {
  it.each([
    [44_100, 48_000],
    [48_000, 44_100],
    [48_000, 16_000],
    [8000, 44_100],
    [96_000, 11_025],
    [48_000, 48_001],
    [48_000, 31_999.7],
  ])('puts frame k at k / outRate, within 1e-4, from %d to %d Hz', (from, to) => {
    const frequencyHz = 0.3 * Math.min(from, to)
    const frames = Math.round(from / 8)
    const out = convert(tone(frequencyHz, from, frames), from, to)
    expect(out.length).toBe(Math.ceil((frames * to) / from))
    let error = 0
    for (let k = Math.round(out.length * 0.3); k < out.length * 0.7; k++) {
      error = Math.max(
        error,
        Math.abs((out[k] as number) - Math.sin((2 * Math.PI * frequencyHz * k) / to)),
      )
    }
    expect(error).toBeLessThan(1e-4)
  })

  it.each([
    [44_100, 48_000],
    [48_000, 44_100],
    [48_000, 16_000],
    [48_000, 48_001],
  ])('measures within 0.1 dB up to 0.9 of the lower Nyquist frequency, %d to %d Hz', (from, to) => {
    for (const part of [0.05, 0.5, 0.8, 0.9]) {
      const frequencyHz = (part * Math.min(from, to)) / 2
      const out = convert(tone(frequencyHz, from, 16_000), from, to)
      const middle = out.subarray(1000, -1000)
      expect(Math.abs(gainToDb(toneLevel(middle, frequencyHz, to)))).toBeLessThan(0.1)
    }
  })

  it.each([
    [48_000, 16_000],
    [44_100, 32_000],
    [96_000, 48_001],
  ])('takes 100 dB off what would alias, %d to %d Hz', (from, to) => {
    for (const frequencyHz of [to / 2, to / 2 + 500, to * 0.7]) {
      const out = convert(tone(frequencyHz, from, 16_000), from, to).subarray(1000, -1000)
      const rms = Math.sqrt(out.reduce((sum, y) => sum + y * y, 0) / out.length)
      expect(gainToDb(rms * Math.SQRT2)).toBeLessThan(-100)
    }
  })

  it.each([
    [16_000, 48_000],
    [32_000, 44_100],
    [44_100, 88_201],
  ])('takes 100 dB off images, %d to %d Hz', (from, to) => {
    const frequencyHz = from * 0.37
    const out = convert(tone(frequencyHz, from, 16_000), from, to).subarray(1000, -1000)
    // The image lies at the other side of the input's Nyquist frequency; 92 dB is what the window can tell, so take the tone out first.
    const level = toneLevel(out, frequencyHz, to)
    expect(Math.abs(gainToDb(level))).toBeLessThan(0.1)
    const pure = tone(frequencyHz, to, out.length + 1000).subarray(1000)
    const rest = out.map((y, index) => y - level * (pure[index] as number))
    expect(gainToDb(toneLevel(rest, from - frequencyHz, to))).toBeLessThan(-100)
  })

  it('passes DC as 1', () => {
    const out = convert(new Float32Array(4000).fill(1), 44_100, 48_000).subarray(200, -200)
    expect(out.every((y) => Math.abs(y - 1) < 1e-6)).toBe(true)
  })

  it('is linear', () => {
    const [a, b] = [noise(1, 900, 1), noise(1, 900, 2)]
    const sum = convert(
      a.map((x, index) => x + (b[index] as number)),
      48_000,
      44_100,
    )
    const [left, right] = [convert(a, 48_000, 44_100), convert(b, 48_000, 44_100)]
    for (const [index, y] of sum.entries())
      expect(y).toBeCloseTo((left[index] as number) + (right[index] as number), 5)
  })

  it('gives ceil(frames * ratio) frames for any length and ratio', () => {
    const rate = fc.integer({ min: 100, max: 3000 })
    fc.assert(
      fc.property(rate, rate, fc.nat({ max: 700 }), (from, to, frames) => {
        expect(convert(new Float32Array(frames), from, to).length).toBe(
          Math.ceil((frames * to) / from),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('divides the timeline without gap or overlap, wherever a stretch begins', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** 45 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (begin, first, second) => {
          const kernel = new ResampleKernel(specOf(44_100, 48_000), {
            sampleRate: 44_100,
            channelCount: 1,
          })
          const at = kernel.startAt(begin)
          const frames =
            runBlock(kernel, new Float32Array(first), 1).length + runFlush(kernel).length
          expect(kernel.startAt(begin + first)).toBe(at + frames)
          const more =
            runBlock(kernel, new Float32Array(second), 1).length + runFlush(kernel).length
          expect(kernel.startAt(begin + first + second)).toBe(at + frames + more)
          expect(at).toBe(Number((BigInt(begin) * 160n + 146n) / 147n))
        },
      ),
    )
  })

  it('does not drift: the frames of ten hours are exactly ten hours', () => {
    const kernel = new ResampleKernel(specOf(44_100, 8000), { sampleRate: 44_100, channelCount: 1 })
    const counter = kernel.startAt(44_100 * 36_000)
    expect(counter).toBe(8000 * 36_000)
  })

  it('keeps the channels apart', () => {
    const left = noise(1, 1500)
    const out = runKernel(
      specOf(48_000, 44_100),
      { sampleRate: 48_000, channelCount: 2 },
      Float32Array.of(...left, ...new Float32Array(1500)),
      [700],
    )
    const frames = out.length / 2
    expect(
      slice(out, 2, 0, frames)
        .subarray(frames)
        .every((y) => y === 0),
    ).toBe(true)
    expect(bits(out.subarray(0, frames))).toEqual(bits(convert(left, 48_000, 44_100)))
  })

  it('lets a sample that is not finite spoil only what is around it', () => {
    const input = new Float32Array(1000).fill(0.5)
    input[500] = Number.NaN
    const out = convert(input, 16_000, 16_001)
    const spoilt = [...out.keys()].filter((index) => !Number.isFinite(out[index]))
    expect(Math.min(...spoilt)).toBeGreaterThanOrEqual(500 - 61)
    expect(Math.max(...spoilt)).toBeLessThanOrEqual(500 + 61)
  })

  it('passes every bit where the rates are the same, at once', () => {
    const kernel = jsBackend.create(specOf(8000, 8000), { sampleRate: 8000, channelCount: 1 })
    expect(kernel.latencyFrames).toBe(0)
    const input = Float32Array.of(Number.NaN, -0, 1e-45)
    expect(bits(runBlock(kernel, input, 1))).toEqual(bits(input))
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AudioBuffer } from '../data/audio-buffer.js'
import { gainToDb } from './decibels.js'
import { processAll } from './process-all.test-support.js'
import { ResampleKernel, type ResampleSpec } from './resample-kernel.js'
import { resampleRatio } from './resample-ratio.js'
import { resample } from './resample.js'
import { bits, noise, planar, runBlock, runFlush, runKernel } from './run-kernel.test-support.js'

const specOf = (from: number, to: number, correctionPpm = 0): ResampleSpec => ({
  kernel: 'resample',
  sampleRate: to,
  ...resampleRatio(from, to),
  quality: 'good',
  adjustable: true,
  correctionPpm,
})
const kernelOf = (spec: ResampleSpec, from: number): ResampleKernel =>
  new ResampleKernel(spec, { sampleRate: from, channelCount: 1 })

describe('an adjustable ResampleKernel', () => {
  it.each([
    [48_000, 48_000],
    [44_100, 48_000],
    [48_000, 16_000],
  ])('keeps a sine clean through 200 changes, 105 dB, from %d to %d Hz', (from, to) => {
    const kernel = kernelOf(specOf(from, to), from)
    kernel.startAt(0)
    const frequencyHz = 0.2 * Math.min(from, to)
    let [inputFrame, place, correction, worst] = [0, 0, 0, 0]
    const check = (out: Float32Array): void => {
      for (const y of out) {
        const ideal = Math.sin(2 * Math.PI * frequencyHz * (place / from))
        // The first frames have half of their surroundings before the beginning.
        if (place > 400) worst = Math.max(worst, Math.abs(y - ideal))
        place += from / to / (1 + correction / 1e6)
      }
    }
    for (let block = 0; block < 200; block++) {
      // From one end of the range to the other, and small steps in between.
      correction = block % 3 === 0 ? 20_000 : block % 3 === 1 ? -20_000 : block
      kernel.update(specOf(from, to, correction))
      const first = inputFrame
      const input = planar(1, 37 + block, (_c, frame) =>
        Math.sin((2 * Math.PI * frequencyHz * (first + frame)) / from),
      )
      inputFrame += input.length
      check(runBlock(kernel, input, 1))
    }
    expect(gainToDb(worst)).toBeLessThan(-105)
  })

  it('gives the same frames as one that is not while nothing is corrected', () => {
    const rate = fc.integer({ min: 100, max: 3000 })
    fc.assert(
      fc.property(rate, rate, fc.nat({ max: 700 }), (from, to, frames) => {
        const plain = { ...specOf(from, to), adjustable: false }
        const input = noise(1, frames)
        const format = { sampleRate: from, channelCount: 1 }
        const out = runKernel(specOf(from, to), format, input)
        expect(out.length).toBe(Math.ceil((frames * to) / from))
        // From another position on, too: the first frame may then lie between two.
        if (from === to) return
        for (const position of [0, frames])
          expectNear(
            runKernel(specOf(from, to), format, input, [100], position),
            runKernel(plain, format, input, [100], position),
          )
      }),
      { numRuns: 40 },
    )
  })

  it('passes the first frames of a start at the place that its number says', () => {
    const kernel = kernelOf(specOf(44_100, 48_000, 20_000), 44_100)
    const begin = 2 ** 45 + 5
    expect(kernel.startAt(begin)).toBe(Number((BigInt(begin) * 160n + 146n) / 147n))
  })

  it.each([100, -100, 20_000, -20_000])('counts the frames of an hour at %d ppm', (ppm) => {
    const kernel = kernelOf(specOf(48_000, 48_000, ppm), 48_000)
    kernel.startAt(0)
    const frames = 3600 * 48_000
    const expected = (frames - kernel.latencyFrames) * (1 + ppm / 1e6)
    expect(Math.abs(kernel.outputFrames(frames) - Math.ceil(expected))).toBeLessThanOrEqual(1)
  })

  it('counts frames by whole numbers, however long the block', () => {
    const kernel = kernelOf(specOf(44_100, 48_000, 123), 44_100)
    kernel.startAt(0)
    const factor = Math.floor(2 ** 31 / 160)
    const [up, down] = [BigInt(160 * factor), BigInt(Math.round((147 * factor) / (1 + 123 / 1e6)))]
    for (const frames of [1000, 10 ** 6, 10 ** 7, 10 ** 9 + 7]) {
      const parts = BigInt(frames - kernel.latencyFrames) * up
      expect(kernel.outputFrames(frames)).toBe(Number((parts + down - 1n) / down))
    }
  })

  it('counts exactly where the end falls on a frame', () => {
    const kernel = kernelOf(specOf(44_100, 48_000), 44_100)
    kernel.startAt(0)
    for (let n = 6_000_000; n < 6_000_100; n++)
      expect(kernel.outputFrames(147 * n + kernel.latencyFrames)).toBe(160 * n)
  })

  it('gives the same bits and counts for any division into blocks, changes included', () => {
    const input = noise(1, 900)
    const run = (sizes: readonly number[]): Uint32Array[] => {
      const kernel = kernelOf(specOf(48_000, 44_100), 48_000)
      kernel.startAt(7)
      const stretches: Float32Array[] = []
      for (const [begin, end, ppm] of [
        [0, 300, 500],
        [300, 600, -20_000],
        [600, 900, 20_000],
      ] as const) {
        kernel.update(specOf(48_000, 44_100, ppm))
        const samples: number[] = []
        for (let at: number = begin, index = 0; at < end; index++) {
          const next = Math.min(end, at + Math.max(1, sizes[index % sizes.length] as number))
          samples.push(...runBlock(kernel, input.subarray(at, next), 1))
          at = next
        }
        stretches.push(Float32Array.from(samples))
      }
      return [...stretches, runFlush(kernel)].map(bits)
    }
    const whole = run([300])
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 90 }), { minLength: 1 }), (sizes) => {
        expect(run(sizes)).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })
})

describe('resample', () => {
  const buffers = Array.from(
    { length: 10 },
    (_, index) =>
      new AudioBuffer({
        sampleRate: 8000,
        channelCount: 1,
        samples: noise(1, 800, index + 1),
        position: 800 * index,
      }),
  )

  it('takes a correction while it runs', async () => {
    const follow = resample({ sampleRate: 8000, adjustable: true })
    expect(follow.parameters).toEqual([
      expect.objectContaining({ name: 'correctionPpm', unit: 'ppm', min: -20_000, max: 20_000 }),
    ])
    follow.set('correctionPpm', 12_345)
    expect(follow.get('correctionPpm')).toBe(12_345)
    const out = await processAll(follow, buffers)
    let position = 0
    for (const buffer of out) {
      expect(buffer.position).toBe(position)
      position += buffer.frameCount
    }
    expect(position).toBe(8099)
    expect(() => follow.set('correctionPpm', 20_001)).toThrow('correctionPpm must be')
  })

  it('has no such parameter unless asked for', () => {
    const plain = resample({ sampleRate: 8000 })
    expect(plain.parameters).toEqual([])
    expect(() => plain.set('correctionPpm' as never, 1)).toThrow('parameter must be absent')
  })

  it('holds back as much as its quality needs', async () => {
    const latency = async (quality: 'fast' | 'good' | 'best'): Promise<number> => {
      const stage = resample({ sampleRate: 4000, quality })
      await processAll(stage, buffers)
      return stage.latencyMs
    }
    expect(await latency('fast')).toBe(5)
    expect(await latency('good')).toBe(15)
    expect(await latency('best')).toBe(18)
  })
})

function expectNear(actual: Float32Array, expected: Float32Array): void {
  let worst = 0
  expect(actual.length).toBe(expected.length)
  for (const [index, y] of actual.entries())
    worst = Math.max(worst, Math.abs(y - (expected[index] as number)))
  expect(worst).toBeLessThan(2e-5)
}

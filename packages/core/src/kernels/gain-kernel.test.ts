import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GainKernel } from './gain-kernel.js'
import { bits, noise, runKernel } from './run-kernel.test-support.js'

const format = { sampleRate: 8000, channelCount: 1 }
const odd = Float32Array.of(0, -0, 1e-45, -1e-45, Number.NaN, Infinity, -Infinity, 3.4e38, 1, -1)

describe('GainKernel', () => {
  it('is the identity at a gain of 1, bit for bit', () => {
    // Signalling NaNs and others with a payload are the ones that arithmetic would change.
    const word = fc.oneof(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 0x7f800001, max: 0x7fffffff }),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const samples = new Float32Array(Uint32Array.from(words).buffer)
        const kernel = new GainKernel({ kernel: 'gain', gain: 1, rampFrames: 10 }, format)
        kernel.process(samples, samples.length, samples)
        expect([...bits(samples)]).toEqual(words)
      }),
    )
  })

  it('is silence at a gain of 0, whatever comes in', () => {
    expect(bits(runKernel({ kernel: 'gain', gain: 0, rampFrames: 0 }, format, odd))).toEqual(
      new Uint32Array(odd.length),
    )
  })

  it('rounds the product once and passes what is not finite', () => {
    const out = runKernel({ kernel: 'gain', gain: 0.1, rampFrames: 0 }, format, odd)
    expect([...out]).toEqual([...odd].map((x) => Math.fround(x * Math.fround(0.1))))
  })

  it('has a factor of 32 bits: nearly 1 is 1, nearly 0 is 0', () => {
    const factorOf = (gain: number): number => {
      const kernel = new GainKernel({ kernel: 'gain', gain, rampFrames: 0 }, format)
      const one = Float32Array.of(16_777_213)
      kernel.process(one, 1, one)
      return one[0] as number
    }
    expect(factorOf(1 + 2 ** -25)).toBe(16_777_213)
    expect(factorOf(1e-50)).toBe(0)
    // The product with 0.1 itself would be rounded down.
    expect(factorOf(0.1)).toBe(Math.fround(16_777_213 * Math.fround(0.1)))
    expect(factorOf(0.1)).not.toBe(Math.fround(16_777_213 * 0.1))
  })

  it('ends a ramp at the factor that stays', () => {
    const kernel = new GainKernel({ kernel: 'gain', gain: 1, rampFrames: 3 }, format)
    kernel.update({ kernel: 'gain', gain: 0.1, rampFrames: 3 })
    const loud = new Float32Array(5).fill(16_777_213)
    kernel.process(loud, 5, loud)
    const due = Math.fround(16_777_213 * Math.fround(0.1))
    expect([...loud.subarray(2)]).toEqual([due, due, due])
    kernel.update({ kernel: 'gain', gain: 0.1, rampFrames: 3 })
    const one = Float32Array.of(16_777_213)
    kernel.process(one, 1, one)
    expect(one[0]).toBe(due)
  })

  it('is linear', () => {
    const [a, b] = [noise(1, 64, 1), noise(1, 64, 2)]
    const spec = { kernel: 'gain', gain: 0.7, rampFrames: 0 } as const
    const sum = runKernel(
      spec,
      format,
      a.map((x, index) => x + (b[index] as number)),
    )
    const [left, right] = [runKernel(spec, format, a), runKernel(spec, format, b)]
    for (const [index, x] of sum.entries())
      expect(x).toBeCloseTo((left[index] as number) + (right[index] as number), 6)
  })

  it('moves to a new gain on a straight line, alike on all channels', () => {
    const kernel = new GainKernel(
      { kernel: 'gain', gain: 1, rampFrames: 4 },
      { sampleRate: 8000, channelCount: 2 },
    )
    kernel.update({ kernel: 'gain', gain: 0, rampFrames: 4 })
    const ones = new Float32Array(12).fill(1)
    kernel.process(ones, 6, ones)
    expect([...ones]).toEqual([0.75, 0.5, 0.25, 0, 0, 0, 0.75, 0.5, 0.25, 0, 0, 0])
  })

  it('starts a new ramp where the last one was', () => {
    const kernel = new GainKernel({ kernel: 'gain', gain: 0, rampFrames: 4 }, format)
    kernel.update({ kernel: 'gain', gain: 1, rampFrames: 4 })
    const two = Float32Array.of(1, 1)
    kernel.process(two, 2, two)
    kernel.update({ kernel: 'gain', gain: 0, rampFrames: 2 })
    const more = Float32Array.of(1, 1, 1)
    kernel.process(more, 3, more)
    expect([...two, ...more]).toEqual([0.25, 0.5, 0.25, 0, 0])
  })

  it('steps where no ramp is wanted, and does nothing for the gain it has', () => {
    const kernel = new GainKernel({ kernel: 'gain', gain: 1, rampFrames: 0 }, format)
    kernel.update({ kernel: 'gain', gain: 0.5, rampFrames: 0 })
    kernel.update({ kernel: 'gain', gain: 0.5, rampFrames: 100 })
    const one = Float32Array.of(1)
    kernel.process(one, 1, one)
    expect(one[0]).toBe(0.5)
  })
})

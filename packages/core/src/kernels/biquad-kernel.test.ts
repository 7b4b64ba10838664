import { describe, expect, it } from 'vitest'
import { biquadCoefficients } from './biquad-coefficients.js'
import { BiquadKernel, type BiquadSpec } from './biquad-kernel.js'
import { response } from './biquad-response.test-support.js'
import type { BiquadSection } from './biquad-section.js'
import { noise, planar, runKernel, toneLevel } from './run-kernel.test-support.js'

const rate = 48_000
const mono = { sampleRate: rate, channelCount: 1 }
const specOf = (...sections: BiquadSection[]): BiquadSpec => ({
  kernel: 'biquad',
  sections: sections.map((section) => biquadCoefficients(section, rate)),
  rampFrames: 480,
})
const lowPass = specOf({ type: 'low-pass', frequencyHz: 1000 })

describe('BiquadKernel', () => {
  it('has the response of its coefficients', () => {
    const sections: BiquadSection[] = [
      { type: 'high-pass', frequencyHz: 300 },
      { type: 'peaking', frequencyHz: 2000, gainDb: 9, q: 3 },
    ]
    const spec = specOf(...sections)
    for (const frequencyHz of [150, 1000, 2000, 6000]) {
      const tone = planar(
        1,
        24_000,
        (_c, frame) => 0.1 * Math.sin((2 * Math.PI * frequencyHz * frame) / rate),
      )
      const settled = runKernel(spec, mono, tone).subarray(12_000)
      const expected = spec.sections.reduce(
        (size, section) => size * response(section, frequencyHz, rate).size,
        0.1,
      )
      expect(toneLevel(settled, frequencyHz, rate)).toBeCloseTo(expected, 5)
    }
  })

  it('computes in 64 bits, in the order that it documents', () => {
    const input = noise(1, 1000)
    const [b0, b1, b2, a1, a2] = lowPass.sections[0] as readonly number[] as [
      number,
      number,
      number,
      number,
      number,
    ]
    let [x1, x2, y1, y2] = [0, 0, 0, 0]
    const expected = input.map((x) => {
      const y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1
      ;[x2, x1, y2, y1] = [x1, x, y1, y]
      return y
    })
    expect(runKernel(lowPass, mono, input)).toEqual(expected)
  })

  it('is linear', () => {
    const [a, b] = [noise(1, 500, 1), noise(1, 500, 2)]
    const sum = runKernel(
      lowPass,
      mono,
      a.map((x, index) => x - 2 * (b[index] as number)),
    )
    const [left, right] = [runKernel(lowPass, mono, a), runKernel(lowPass, mono, b)]
    for (const [index, y] of sum.entries())
      expect(y).toBeCloseTo((left[index] as number) - 2 * (right[index] as number), 5)
  })

  it('keeps the channels apart', () => {
    const input = planar(2, 300, (channel, frame) => (channel === 0 && frame === 0 ? 1 : 0))
    const out = runKernel(lowPass, { sampleRate: rate, channelCount: 2 }, input)
    expect(out.subarray(0, 300)).toEqual(runKernel(lowPass, mono, input.subarray(0, 300)))
    expect(out.subarray(300).every((y) => y === 0)).toBe(true)
  })

  it('ends in true silence and never in denormals', () => {
    const click = planar(1, 400_000, (_c, frame) => (frame === 0 ? 1 : 0))
    const out = runKernel(specOf({ type: 'low-pass', frequencyHz: 50 }), mono, click)
    expect(out.subarray(-100_000).every((y) => y === 0)).toBe(true)
    // Below -600 dB there is nothing: without that, the state would go on to 1e-308 and further.
    expect(out.every((y) => y === 0 || Math.abs(y) >= 1e-30)).toBe(true)
    expect(out[100]).toBeGreaterThan(0)
  })

  it.each([Number.NaN, Infinity, -Infinity])(
    'is silent for three frames after %s and goes on',
    (bad) => {
      const input = new Float32Array(2000).fill(0.5)
      input[5] = bad
      const out = runKernel(
        specOf({ type: 'low-pass', frequencyHz: 1000 }, { type: 'low-pass', frequencyHz: 2000 }),
        mono,
        input,
      )
      expect(out.every(Number.isFinite)).toBe(true)
      expect(out.at(-1)).toBeCloseTo(0.5, 6)
      expect([...runKernel(lowPass, mono, input).subarray(5, 8)]).toEqual([0, 0, 0])
    },
  )

  it('changes its coefficients without a click', () => {
    // The second difference of a slow tone is tiny; a step in it would be a click.
    const tone = planar(1, 9600, (_c, frame) => Math.sin((2 * Math.PI * 100 * frame) / rate))
    const jump = (rampFrames: number): number => {
      const kernel = new BiquadKernel(
        specOf({ type: 'low-shelf', frequencyHz: 5000, gainDb: -12 }),
        mono,
      )
      const [first, second] = [tone.slice(0, 4860), tone.slice(4860)]
      kernel.process(first, first.length, first)
      kernel.update({ ...specOf({ type: 'low-shelf', frequencyHz: 5000, gainDb: 12 }), rampFrames })
      kernel.process(second, second.length, second)
      const out = [...first, ...second].slice(2400)
      return Math.max(
        ...out.map((y, i) => Math.abs(y - 2 * (out[i - 1] ?? y) + (out[i - 2] ?? y))).slice(2),
      )
    }
    expect(jump(0)).toBeGreaterThan(jump(960) * 3)
  })

  it('has exactly the new coefficients after the ramp', () => {
    const target = specOf({ type: 'high-pass', frequencyHz: 2000 })
    const kernel = new BiquadKernel(lowPass, mono)
    kernel.update({ ...target, rampFrames: 10 })
    const zeros = new Float32Array(10)
    kernel.process(zeros, 10, zeros)
    const input = noise(1, 100)
    const own = input.slice()
    kernel.process(own, 100, own)
    expect(own).toEqual(runKernel(target, mono, input))
  })
})

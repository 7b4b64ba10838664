import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPatchcordError } from '../errors/patchcord-error.js'
import { biquadCoefficients } from './biquad-coefficients.js'
import { jsBackend } from './js-backend.js'
import type { KernelSpec } from './kernel.js'
import { bits, noise, runBlock, runKernel, slice } from './run-kernel.test-support.js'

const format = { sampleRate: 8000, channelCount: 2 }
const resampling = {
  kernel: 'resample',
  quality: 'good',
  adjustable: false,
  correctionPpm: 0,
} as const
const specs: Record<string, KernelSpec> = {
  gain: { kernel: 'gain', gain: 0.3, rampFrames: 7 },
  mix: {
    kernel: 'channelMix',
    matrix: [
      [0.5, 0.5],
      [1, 0],
      [0, -2],
    ],
  },
  biquad: {
    kernel: 'biquad',
    sections: [
      biquadCoefficients({ type: 'low-pass', frequencyHz: 500 }, 8000),
      biquadCoefficients({ type: 'peaking', frequencyHz: 900, gainDb: 6 }, 8000),
    ],
    rampFrames: 5,
  },
  fadeIn: { kernel: 'fade', direction: 'in', curve: 'cosine', startFrame: 20, frameCount: 300 },
  fadeOut: {
    kernel: 'fade',
    direction: 'out',
    curve: 'equal-power',
    startFrame: 100,
    frameCount: 77,
  },
  limiter: { kernel: 'limiter', ceiling: 0.25, lookAheadFrames: 23, releaseCoefficient: 0.01 },
  limiterAtOnce: { kernel: 'limiter', ceiling: 0.25, lookAheadFrames: 0, releaseCoefficient: 0.01 },
  upsample: { ...resampling, sampleRate: 11_025, up: 441, down: 320 },
  downsample: { ...resampling, sampleRate: 3000, up: 3, down: 8, quality: 'best' },
  interpolated: { ...resampling, sampleRate: 8001, up: 8001, down: 8000, quality: 'fast' },
  adjustable: { ...resampling, sampleRate: 8000, up: 1, down: 1, adjustable: true },
  sameRate: { ...resampling, sampleRate: 8000, up: 1, down: 1 },
  meter: { kernel: 'levelMeter', windowFrames: 50 },
}
const sizes = fc
  .array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 8 })
  .filter((list) => list.some((size) => size > 0))

describe.each(Object.entries(specs))('%s', (_name, spec) => {
  it('gives the same bits for any division into blocks', () => {
    const input = noise(2, 700)
    const whole = runKernel(spec, format, input, [700])
    fc.assert(
      fc.property(sizes, (blocks) => {
        expect(bits(runKernel(spec, format, input, blocks))).toEqual(bits(whole))
      }),
      { numRuns: 25 },
    )
    expect(bits(runKernel(spec, format, input, [1]))).toEqual(bits(whole))
  })

  it('gives the same bits where a change comes between two blocks, however these are divided', () => {
    const run = (blocks: readonly number[]): number[] => {
      const instance = jsBackend.create(spec, format)
      instance.startAt(0)
      const input = noise(2, 600)
      const out: number[][] = [[], [], []]
      for (const [from, to] of [
        [0, 200],
        [200, 600],
      ] as const) {
        if (from > 0) instance.update?.(changed(spec))
        for (let at: number = from, index = 0; at < to; index++) {
          const end = Math.min(to, at + (blocks[index % blocks.length] as number))
          const samples = runBlock(instance, slice(input, 2, at, end), 2)
          const count = samples.length / instance.output.channelCount
          for (let channel = 0; channel < instance.output.channelCount; channel++) {
            out[channel]?.push(...samples.subarray(channel * count, (channel + 1) * count))
          }
          at = end
        }
      }
      return out.flat()
    }
    expect(run([3, 1, 50])).toEqual(run([400]))
  })

  it('takes no frames, and gives nothing at the end of nothing', () => {
    expect(runKernel(spec, format, new Float32Array(0)).length).toBe(0)
    const instance = jsBackend.create(spec, format)
    instance.startAt(0)
    expect(runBlock(instance, new Float32Array(0), 2).length).toBe(0)
  })

  it('survives JSON', () => {
    const input = noise(2, 300)
    const copy = JSON.parse(JSON.stringify(spec)) as KernelSpec
    expect(runKernel(copy, format, input)).toEqual(runKernel(spec, format, input))
  })

  it('writes what it says when it cannot work in place', () => {
    const instance = jsBackend.create(spec, format)
    instance.startAt(0)
    const input = noise(2, 500)
    const before = input.slice()
    const output = new Float32Array(instance.outputFrames(500) * instance.output.channelCount).fill(
      Number.NaN,
    )
    instance.process(input, 500, output)
    expect(input).toEqual(before)
    expect(output.some(Number.isNaN)).toBe(false)
    expect(bits(runKernel(spec, format, input).subarray(0, 100))).toEqual(
      bits(output.subarray(0, 100)),
    )
  })
})

function changed(spec: KernelSpec): KernelSpec {
  if (spec.kernel === 'gain') return { ...spec, gain: 2 }
  if (spec.kernel === 'limiter') return { ...spec, ceiling: 0.1, releaseCoefficient: 0.1 }
  if (spec.kernel === 'biquad')
    return { ...spec, rampFrames: 50, sections: spec.sections.toReversed() }
  if (spec.kernel === 'resample' && spec.adjustable) return { ...spec, correctionPpm: -3000 }
  return spec
}

it('refuses a kernel that it does not know', () => {
  const attempt = (): unknown =>
    jsBackend.create({ kernel: 'reverb' } as unknown as KernelSpec, format)
  expect(attempt).toThrow("there is no kernel 'reverb'")
  try {
    attempt()
  } catch (error) {
    expect(isPatchcordError(error, 'invalid-option')).toBe(true)
  }
})

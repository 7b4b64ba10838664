import { describe, expect, it } from 'vitest'
import { type FadeSpec, quarterSine } from './fade-kernel.js'
import { bits, noise, runKernel } from './run-kernel.test-support.js'

const format = { sampleRate: 1000, channelCount: 1 }
const base: FadeSpec = {
  kernel: 'fade',
  direction: 'in',
  curve: 'linear',
  startFrame: 0,
  frameCount: 4,
}
const ones = new Float32Array(8).fill(1)

describe('FadeKernel', () => {
  it('fades in and out on a straight line', () => {
    expect([...runKernel({ ...base, startFrame: 2 }, format, ones)]).toEqual([
      0, 0, 0, 0.25, 0.5, 0.75, 1, 1,
    ])
    const out = runKernel({ ...base, startFrame: 2, direction: 'out' }, format, ones)
    expect([...out]).toEqual([1, 1, 1, 0.75, 0.5, 0.25, 0, 0])
  })

  it('goes by position, before, in and after the fade', () => {
    const at = (position: number): number[] => [
      ...runKernel(base, format, ones.subarray(0, 2), [2], position),
    ]
    expect([at(0), at(2), at(4), at(1000)]).toEqual([
      [0, 0.25],
      [0.5, 0.75],
      [1, 1],
      [1, 1],
    ])
  })

  it('is a hard cut where it lasts no time', () => {
    expect([...runKernel({ ...base, startFrame: 3, frameCount: 0 }, format, ones)]).toEqual([
      0, 0, 0, 1, 1, 1, 1, 1,
    ])
    const out = runKernel({ ...base, startFrame: 3, frameCount: 0, direction: 'out' }, format, ones)
    expect([...out]).toEqual([1, 1, 1, 0, 0, 0, 0, 0])
  })

  it('leaves every bit outside as it is, and is silent on the other side whatever comes in', () => {
    const input = Float32Array.of(Number.NaN, Infinity, Number.NaN, -0, 1e-45, Number.NaN)
    const out = runKernel({ ...base, startFrame: 2, frameCount: 1 }, format, input)
    expect(bits(out)).toEqual(bits(Float32Array.of(0, 0, 0, -0, 1e-45, Number.NaN)))
  })

  it('follows the sine and the cosine', () => {
    const frames = 1000
    const long = new Float32Array(frames).fill(1)
    const power = runKernel({ ...base, curve: 'equal-power', frameCount: frames }, format, long)
    const cosine = runKernel({ ...base, curve: 'cosine', frameCount: frames }, format, long)
    for (let n = 0; n < frames; n++) {
      expect(power[n]).toBeCloseTo(Math.sin((n / frames) * (Math.PI / 2)), 6)
      expect(cosine[n]).toBeCloseTo((1 - Math.cos((n / frames) * Math.PI)) / 2, 6)
    }
  })

  it('keeps the power of a cross-fade', () => {
    const frames = 100
    const long = new Float32Array(frames).fill(1)
    const fadeIn = runKernel({ ...base, curve: 'equal-power', frameCount: frames }, format, long)
    const fadeOut = runKernel(
      { ...base, curve: 'equal-power', frameCount: frames, direction: 'out' },
      format,
      long,
    )
    for (let n = 0; n < frames; n++)
      expect((fadeIn[n] as number) ** 2 + (fadeOut[n] as number) ** 2).toBeCloseTo(1, 6)
  })

  it('has a polynomial as close to the sine as it says', () => {
    for (let t = 0; t <= 1; t += 0.001) {
      expect(Math.abs(quarterSine(t) - Math.sin((t * Math.PI) / 2))).toBeLessThan(7e-10)
    }
  })

  it('treats all channels alike', () => {
    const mono = noise(1, 8)
    const spec: FadeSpec = { ...base, curve: 'cosine', startFrame: 1, frameCount: 5 }
    const both = runKernel(
      spec,
      { sampleRate: 1000, channelCount: 2 },
      Float32Array.of(...mono, ...mono),
    )
    expect([...both]).toEqual([...runKernel(spec, format, mono), ...runKernel(spec, format, mono)])
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LimiterKernel, type LimiterSpec } from './limiter-kernel.js'
import {
  bits,
  join,
  noise,
  planar,
  runBlock,
  runFlush,
  runKernel,
} from './run-kernel.test-support.js'

const format = { sampleRate: 1000, channelCount: 2 }
const mono = { sampleRate: 1000, channelCount: 1 }
const spec: LimiterSpec = {
  kernel: 'limiter',
  ceiling: 0.5,
  lookAheadFrames: 10,
  releaseCoefficient: 0.05,
}

describe('LimiterKernel', () => {
  it('never lets a sample pass above the ceiling', () => {
    const sample = fc.oneof(
      fc.float({ noNaN: false }),
      fc.float({ min: -2, max: 2, noNaN: true }),
      fc.constantFrom(0, 0.5, -0.5, Infinity, -Infinity, Number.NaN, 3.4028234663852886e38),
    )
    fc.assert(
      fc.property(
        fc.array(sample, { maxLength: 120 }),
        fc.nat({ max: 30 }),
        fc.double({ min: 1e-3, max: 1, noNaN: true }),
        fc.double({ min: 1e-5, max: 1, noNaN: true }),
        (samples, lookAheadFrames, level, releaseCoefficient) => {
          const ceiling = Math.fround(level)
          const out = runKernel(
            { kernel: 'limiter', ceiling, lookAheadFrames, releaseCoefficient },
            mono,
            Float32Array.from(samples),
            [7],
          )
          expect(out.length).toBe(samples.length)
          expect(out.every((y) => Math.abs(y) <= ceiling)).toBe(true)
        },
      ),
    )
  })

  it('passes what stays below bit for bit, at the same place', () => {
    const input = noise(2, 300).map((x) => x * 0.5)
    expect(bits(runKernel(spec, format, input, [33]))).toEqual(bits(input))
  })

  it('gives the first block shorter by the look-ahead and the rest at the end', () => {
    const kernel = new LimiterKernel(spec, mono)
    expect([kernel.outputFrames(4), kernel.outputFrames(25)]).toEqual([0, 15])
    expect(runBlock(kernel, new Float32Array(4), 1).length).toBe(0)
    expect(kernel.tailFrames()).toBe(4)
    expect(runBlock(kernel, new Float32Array(20), 1).length).toBe(14)
    expect(kernel.outputFrames(20)).toBe(20)
    expect(runFlush(kernel).length).toBe(10)
    expect(kernel.tailFrames()).toBe(0)
  })

  it('is as new after a flush', () => {
    const kernel = new LimiterKernel(spec, mono)
    const input = noise(1, 64)
    const run = (): Float32Array => join([runBlock(kernel, input, 1), runFlush(kernel)], 1)
    expect(run()).toEqual(run())
  })

  it('falls on a straight line before a peak and recovers after it', () => {
    const input = planar(1, 200, (_c, frame) => (frame === 50 ? 1 : 0.25))
    const out = runKernel(spec, mono, input)
    expect(out[39]).toBe(0.25)
    expect(out[50]).toBe(0.5)
    // The gain goes from 1 to 0.5 in eleven equal steps.
    for (let step = 1; step < 11; step++)
      expect((out[39 + step] as number) / 0.25).toBeCloseTo(1 - (0.5 * step) / 11, 6)
    expect(out[65]).toBeGreaterThan(out[60] as number)
    expect(out[199]).toBeGreaterThan(0.249)
  })

  it('comes back to a gain of exactly 1', () => {
    const input = planar(1, 2000, (_c, frame) => (frame === 50 ? 1 : 0.25))
    expect(
      runKernel(spec, mono, input)
        .subarray(1000)
        .every((y) => y === 0.25),
    ).toBe(true)
  })

  it('turns all channels down alike', () => {
    const input = planar(2, 100, (channel, frame) =>
      channel === 1 ? 0.125 : frame === 50 ? 2 : 0.25,
    )
    const out = runKernel(spec, format, input)
    for (let frame = 0; frame < 100; frame++) {
      if (frame !== 50) expect(out[frame]).toBeCloseTo(2 * (out[100 + frame] as number), 6)
    }
    expect(out[150]).toBeCloseTo(0.125 / 4, 6)
  })

  it('makes silence of what is not finite', () => {
    const out = runKernel(spec, mono, Float32Array.of(0.25, Number.NaN, Infinity, -Infinity, 0.25))
    expect([...out]).toEqual([0.25, 0, 0, 0, 0.25])
  })

  it('holds each frame to the ceiling that was set when it came in', () => {
    const kernel = new LimiterKernel({ ...spec, lookAheadFrames: 5 }, mono)
    const first = runBlock(kernel, new Float32Array(10).fill(0.5), 1)
    kernel.update({ ...spec, lookAheadFrames: 5, ceiling: 0.25 })
    const second = join([runBlock(kernel, new Float32Array(10).fill(0.5), 1), runFlush(kernel)], 1)
    expect([...first, ...second].length).toBe(20)
    expect([...second.subarray(0, 5)].every((y) => y > 0.25 && y <= 0.5)).toBe(true)
    expect([...second.subarray(5)].every((y) => y <= 0.25)).toBe(true)
  })

  it('reports the smallest gain since it was asked', () => {
    const kernel = new LimiterKernel(spec, mono)
    runBlock(kernel, new Float32Array(50).fill(0.25), 1)
    expect(kernel.takeReadings()).toEqual([])
    runBlock(kernel, new Float32Array(50).fill(1), 1)
    expect(kernel.takeReadings()).toEqual([{ kernel: 'limiter', gain: 0.5 }])
    runBlock(kernel, new Float32Array(500).fill(0.25), 1)
    expect(kernel.takeReadings()[0]?.gain).toBeCloseTo(0.5, 2)
    expect(kernel.takeReadings()).toEqual([])
  })
})

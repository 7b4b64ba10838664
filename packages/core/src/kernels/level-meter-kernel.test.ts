import { describe, expect, it } from 'vitest'
import { LevelMeterKernel } from './level-meter-kernel.js'
import { bits, noise, slice } from './run-kernel.test-support.js'

const stereo = { sampleRate: 8000, channelCount: 2 }
const spec = { kernel: 'levelMeter', windowFrames: 4 } as const

describe('LevelMeterKernel', () => {
  it('measures peak, squares and clips of each channel', () => {
    const meter = new LevelMeterKernel(spec, stereo)
    meter.startAt(100)
    const samples = Float32Array.of(0.5, -0.75, 0, 0, 1, -1, 0.999, 2)
    meter.process(samples, 4, samples)
    const squares = [0.25 + 0.5625, 1 + 1 + Math.fround(0.999) ** 2 + 4]
    expect(meter.takeReadings()).toEqual([
      {
        kernel: 'levelMeter',
        position: 100,
        frameCount: 4,
        peak: [0.75, 2],
        sumOfSquares: squares,
        clipCount: [0, 3],
      },
    ])
    expect(meter.takeReadings()).toEqual([])
  })

  it('counts what is not finite as clipped and leaves it out of the rest', () => {
    const meter = new LevelMeterKernel(
      { ...spec, windowFrames: 5 },
      { sampleRate: 8000, channelCount: 1 },
    )
    const samples = Float32Array.of(0.5, Number.NaN, Infinity, -Infinity, 0.25)
    meter.process(samples, 5, samples)
    expect(meter.takeReadings()[0]).toMatchObject({
      peak: [0.5],
      sumOfSquares: [0.3125],
      clipCount: [3],
    })
  })

  it('has the same windows for any division into blocks', () => {
    const input = noise(2, 103)
    const run = (size: number): unknown => {
      const meter = new LevelMeterKernel({ ...spec, windowFrames: 10 }, stereo)
      meter.startAt(7)
      const readings = []
      for (let at = 0; at < 103; at += size) {
        const block = slice(input, 2, at, Math.min(103, at + size))
        meter.process(block, block.length / 2, block)
        readings.push(...meter.takeReadings())
      }
      meter.flush()
      return [...readings, ...meter.takeReadings()]
    }
    expect(run(1)).toEqual(run(103))
    expect(run(9)).toEqual(run(103))
    expect(run(103)).toHaveLength(11)
  })

  it('passes audio untouched', () => {
    const input = Float32Array.of(Number.NaN, -0, 1e-45, 5)
    const output = new Float32Array(4)
    new LevelMeterKernel(spec, stereo).process(input, 2, output)
    expect(bits(output)).toEqual(bits(input))
  })

  it('gives no empty window at the end', () => {
    const meter = new LevelMeterKernel(spec, stereo)
    meter.process(new Float32Array(8), 4, new Float32Array(8))
    expect(meter.takeReadings()).toHaveLength(1)
    meter.flush()
    expect(meter.takeReadings()).toEqual([])
  })
})

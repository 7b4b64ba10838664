import { expect, test } from 'vitest'
import { PlainLimiter, PlainMeter } from './plain-dynamics.js'

test('the limiter that we compare with delays and holds the ceiling', () => {
  const limiter = new PlainLimiter(0.5, 240, 0.01)
  const samples = new Float32Array(2 * 4800).fill(0.25)
  limiter.process(samples)
  expect([samples[239], samples[240], samples[4800 + 240]]).toEqual([0, 0.25, 0.25])
  samples.fill(1)
  limiter.process(samples)
  expect(samples.at(-1)).toBeCloseTo(0.5, 3)
})

test('the meter that we compare with measures each channel', () => {
  const meter = new PlainMeter(4)
  meter.process(Float32Array.of(0.5, -0.5, 0, 0))
  expect(meter.reading).toBeUndefined()
  meter.process(Float32Array.of(0.5, 0.5, 0, -1))
  expect(meter.reading).toEqual({ peaks: [0.5, 1], rms: [0.5, 0.5] })
})

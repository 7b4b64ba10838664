import { describe, expect, it } from 'vitest'
import { gainToDb } from './decibels.js'
import type { ResampleQuality } from './resample-quality.js'
import { resampleRatio } from './resample-ratio.js'
import { planar, runKernel } from './run-kernel.test-support.js'

/** Sends a tone of amplitude 1 through and leaves the ends out. */
function convertTone(
  frequencyHz: number,
  from: number,
  to: number,
  filter: { quality: ResampleQuality; adjustable: boolean },
): Float32Array {
  const out = runKernel(
    {
      kernel: 'resample',
      sampleRate: to,
      ...resampleRatio(from, to),
      ...filter,
      correctionPpm: 0,
    },
    { sampleRate: from, channelCount: 1 },
    planar(1, 4000, (_c, frame) => Math.sin((2 * Math.PI * frequencyHz * frame) / from)),
    [1000],
  )
  const end = Math.round((out.length * 500) / 4000)
  return out.subarray(end, -end)
}

/** The level of a tone in dB, by least squares, and of all else, as that of a tone as strong. */
function splitTone(
  samples: Float32Array,
  frequencyHz: number,
  sampleRate: number,
): { levelDb: number; restDb: number } {
  let [cc, cs, ss, cy, sy, yy] = [0, 0, 0, 0, 0, 0]
  for (const [index, y] of samples.entries()) {
    const angle = (2 * Math.PI * frequencyHz * index) / sampleRate
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    cc += c * c
    cs += c * s
    ss += s * s
    cy += c * y
    sy += s * y
  }
  const a = (cy * ss - sy * cs) / (cc * ss - cs * cs)
  const b = (sy * cc - cy * cs) / (cc * ss - cs * cs)
  for (const [index, y] of samples.entries()) {
    const angle = (2 * Math.PI * frequencyHz * index) / sampleRate
    yy += (y - a * Math.cos(angle) - b * Math.sin(angle)) ** 2
  }
  return {
    levelDb: gainToDb(Math.hypot(a, b)),
    restDb: gainToDb(Math.sqrt((2 * yy) / samples.length)),
  }
}

function levelDb(samples: Float32Array): number {
  return gainToDb(Math.sqrt((2 * samples.reduce((sum, y) => sum + y * y, 0)) / samples.length))
}

const figures = [
  { quality: 'fast', ripple: 0.5, pass: 0.8, stop: -70 },
  { quality: 'good', ripple: 0.1, pass: 0.9, stop: -105 },
  { quality: 'best', ripple: 0.05, pass: 0.9, stop: -120 },
] as const
const ratios = [
  [48_000, 16_000, false],
  [48_000, 44_100, false],
  [44_100, 48_000, false],
  [16_000, 48_000, false],
  [44_100, 88_201, false],
  [96_000, 48_001, false],
  [48_000, 48_000, true],
  [48_000, 44_100, true],
  [16_000, 48_000, true],
] as const

describe.each(figures)('$quality', ({ quality, ripple, pass, stop }) => {
  it.each(ratios)('passes tones alone, %d to %d Hz, adjustable %s', (from, to, adjustable) => {
    for (let part = 0.05; part < pass + 0.01; part += 0.0944) {
      const frequencyHz = (Math.min(part, pass) * Math.min(from, to)) / 2
      const out = convertTone(frequencyHz, from, to, { quality, adjustable })
      const { levelDb: level, restDb } = splitTone(out, frequencyHz, to)
      expect(Math.abs(level)).toBeLessThan(ripple)
      expect(restDb).toBeLessThan(stop)
    }
  })

  it.each(ratios.filter(([from, to]) => from > to))(
    'leaves nothing of tones above, %d to %d Hz, adjustable %s',
    (from, to, adjustable) => {
      for (let frequencyHz = to / 2; frequencyHz < from / 2; frequencyHz += from / 50) {
        const out = convertTone(frequencyHz, from, to, { quality, adjustable })
        expect(levelDb(out)).toBeLessThan(stop)
      }
    },
  )
})

import { describe, expect, it } from 'vitest'
import { gainToDb } from './decibels.js'
import { resampleFilter } from './resample-filter.js'
import type { ResampleQuality } from './resample-quality.js'

const good = { quality: 'good', adjustable: false } as const

/** The response of the continuous filter, sampled at `up` phases, at a part of the input's Nyquist frequency. */
function levelAt(up: number, down: number, part: number, quality: ResampleQuality): number {
  const { rows, tapCount, phaseCount } = resampleFilter({ up, down, quality, adjustable: false })
  let [real, imaginary, dc] = [0, 0, 0]
  for (let phase = 0; phase < phaseCount; phase++) {
    for (let tap = 0; tap < tapCount; tap++) {
      const weight = rows[phase * tapCount + tap] as number
      const angle = Math.PI * part * (phase / phaseCount - tap)
      real += weight * Math.cos(angle)
      imaginary += weight * Math.sin(angle)
      dc += weight
    }
  }
  return gainToDb(Math.hypot(real, imaginary) / dc)
}

describe('resampleFilter', () => {
  // What it keeps up to which part of the lower Nyquist frequency, and what it takes off.
  const figures = [
    { quality: 'fast', ripple: 0.5, pass: 0.8, stop: -70 },
    { quality: 'good', ripple: 0.1, pass: 0.9, stop: -105 },
    { quality: 'best', ripple: 0.05, pass: 0.9, stop: -120 },
  ] as const
  // Up, down and the lower Nyquist frequency as a part of the input's.
  const ratios = [
    ['44.1 to 48 kHz', 160, 147, 1],
    ['48 to 44.1 kHz', 147, 160, 147 / 160],
    ['8 to 48 kHz', 6, 1, 1],
    ['22.05 to 16 kHz', 320, 441, 320 / 441],
  ] as const
  describe.each(figures)('$quality', ({ quality, ripple, pass, stop }) => {
    it.each(ratios)('keeps to its figures from %s', (_name, up, down, edge) => {
      for (let part = 0; part <= pass; part += 0.03)
        expect(Math.abs(levelAt(up, down, part * edge, quality))).toBeLessThan(ripple)
      expect(Math.abs(levelAt(up, down, pass * edge, quality))).toBeLessThan(ripple)
      for (let part = 1; part < 1.2; part += 0.004)
        expect(levelAt(up, down, part * edge, quality)).toBeLessThan(stop)
      for (let part = 1.2; part < 3; part += 0.047)
        expect(levelAt(up, down, part * edge, quality)).toBeLessThan(stop)
    })
  })

  it('passes DC as it is in each phase', () => {
    const { rows, tapCount, phaseCount } = resampleFilter({ up: 160, down: 147, ...good })
    for (let phase = 0; phase < phaseCount; phase++) {
      const sum = rows
        .subarray(phase * tapCount, (phase + 1) * tapCount)
        .reduce((total, weight) => total + weight, 0)
      expect(sum).toBeCloseTo(1, 12)
    }
  })

  it('keeps its table small for ratios with many phases', () => {
    const filter = resampleFilter({ up: 1_535_999, down: 48_000, ...good })
    expect(filter.interpolated).toBe(true)
    expect(filter.rows.length).toBeLessThan(200_000)
    expect(resampleFilter({ up: 44_101, down: 1_536_000, ...good }).rows.length).toBeLessThan(
      200_000,
    )
  })

  it('has one row for each phase of the ratio unless that may change', () => {
    expect(resampleFilter({ up: 3, down: 1, ...good }).phaseCount).toBe(3)
    const adjustable = resampleFilter({ up: 3, down: 1, quality: 'good', adjustable: true })
    expect(adjustable).toMatchObject({ interpolated: true, phaseCount: 1024 })
  })
})

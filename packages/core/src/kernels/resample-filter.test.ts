import { describe, expect, it } from 'vitest'
import { gainToDb } from './decibels.js'
import { resampleFilter } from './resample-filter.js'

/** The response of the continuous filter, sampled at `up` phases, at a part of the input's Nyquist frequency. */
function levelAt(up: number, down: number, part: number): number {
  const { rows, tapCount, phaseCount } = resampleFilter({ up, down })
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
  // Up, down and the lower Nyquist frequency as a part of the input's.
  it.each([
    ['44.1 to 48 kHz', 160, 147, 1],
    ['48 to 44.1 kHz', 147, 160, 147 / 160],
    ['8 to 48 kHz', 6, 1, 1],
    ['22.05 to 16 kHz', 320, 441, 320 / 441],
  ])('keeps to its figures from %s', (_name, up, down, edge) => {
    for (let part = 0; part <= 0.9; part += 0.03)
      expect(Math.abs(levelAt(up, down, part * edge))).toBeLessThan(0.1)
    expect(Math.abs(levelAt(up, down, 0.9 * edge))).toBeLessThan(0.1)
    for (let part = 1; part < 1.2; part += 0.004)
      expect(levelAt(up, down, part * edge)).toBeLessThan(-100)
    for (let part = 1.2; part < 3; part += 0.047)
      expect(levelAt(up, down, part * edge)).toBeLessThan(-100)
  })

  it('passes DC as it is in each phase', () => {
    const { rows, tapCount, phaseCount } = resampleFilter({ up: 160, down: 147 })
    for (let phase = 0; phase < phaseCount; phase++) {
      const sum = rows
        .subarray(phase * tapCount, (phase + 1) * tapCount)
        .reduce((total, weight) => total + weight, 0)
      expect(sum).toBeCloseTo(1, 12)
    }
  })

  it('keeps its table small for ratios with many phases', () => {
    const filter = resampleFilter({ up: 1_535_999, down: 48_000 })
    expect(filter.interpolated).toBe(true)
    expect(filter.rows.length).toBeLessThan(200_000)
    expect(resampleFilter({ up: 44_101, down: 1_536_000 }).rows.length).toBeLessThan(200_000)
  })
})

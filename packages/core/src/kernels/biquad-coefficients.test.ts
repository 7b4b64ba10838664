import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { biquadCoefficients } from './biquad-coefficients.js'
import { response } from './biquad-response.test-support.js'
import type { BiquadSection, BiquadType } from './biquad-section.js'
import { gainToDb } from './decibels.js'

const rate = 48_000
const nyquist = rate / 2
const dbAt = (section: BiquadSection, frequencyHz: number): number =>
  gainToDb(response(biquadCoefficients(section, rate), frequencyHz, rate).size)

describe('biquadCoefficients', () => {
  it('has the 0 dB and the -3 dB of each type where they belong', () => {
    const f = 1000
    expect(dbAt({ type: 'low-pass', frequencyHz: f }, 0)).toBeCloseTo(0, 9)
    expect(dbAt({ type: 'low-pass', frequencyHz: f }, f)).toBeCloseTo(-3.0103, 4)
    expect(dbAt({ type: 'low-pass', frequencyHz: f }, nyquist - 1)).toBeLessThan(-100)
    expect(dbAt({ type: 'high-pass', frequencyHz: f }, nyquist)).toBeCloseTo(0, 9)
    expect(dbAt({ type: 'high-pass', frequencyHz: f }, f)).toBeCloseTo(-3.0103, 4)
    expect(dbAt({ type: 'band-pass', frequencyHz: f, q: 5 }, f)).toBeCloseTo(0, 9)
    expect(dbAt({ type: 'band-pass-skirt', frequencyHz: f, q: 5 }, f)).toBeCloseTo(gainToDb(5), 9)
    expect(dbAt({ type: 'notch', frequencyHz: f }, f)).toBeLessThan(-200)
    expect(dbAt({ type: 'notch', frequencyHz: f }, 0)).toBeCloseTo(0, 9)
    expect(dbAt({ type: 'peaking', frequencyHz: f, gainDb: 7 }, f)).toBeCloseTo(7, 9)
    expect(dbAt({ type: 'peaking', frequencyHz: f, gainDb: 7 }, 0)).toBeCloseTo(0, 9)
    expect(dbAt({ type: 'low-shelf', frequencyHz: f, gainDb: -9 }, 0)).toBeCloseTo(-9, 9)
    expect(dbAt({ type: 'low-shelf', frequencyHz: f, gainDb: -9 }, f)).toBeCloseTo(-4.5, 9)
    expect(dbAt({ type: 'low-shelf', frequencyHz: f, gainDb: -9 }, nyquist)).toBeCloseTo(0, 9)
    expect(dbAt({ type: 'high-shelf', frequencyHz: f, gainDb: 6 }, nyquist)).toBeCloseTo(6, 9)
    expect(dbAt({ type: 'high-shelf', frequencyHz: f, gainDb: 6 }, f)).toBeCloseTo(3, 9)
    expect(dbAt({ type: 'high-shelf', frequencyHz: f, gainDb: 6 }, 0)).toBeCloseTo(0, 9)
  })

  it('is the analogue prototype under the bilinear transform', () => {
    // |H| of the cookbook's H(s) at s = j * tan(w / 2) / tan(w0 / 2).
    const q = 2
    const A = 10 ** (6 / 40)
    const sizes: Partial<Record<BiquadType, (x: number) => number>> = {
      'low-pass': (x) => 1 / Math.hypot(1 - x * x, x / q),
      'high-pass': (x) => (x * x) / Math.hypot(1 - x * x, x / q),
      'band-pass': (x) => x / q / Math.hypot(1 - x * x, x / q),
      'band-pass-skirt': (x) => x / Math.hypot(1 - x * x, x / q),
      notch: (x) => Math.abs(1 - x * x) / Math.hypot(1 - x * x, x / q),
      'all-pass': () => 1,
      peaking: (x) => Math.hypot(1 - x * x, (x * A) / q) / Math.hypot(1 - x * x, x / (A * q)),
      'low-shelf': (x) =>
        (A * Math.hypot(A - x * x, (x * Math.sqrt(A)) / q)) /
        Math.hypot(1 - A * x * x, (x * Math.sqrt(A)) / q),
      'high-shelf': (x) =>
        (A * Math.hypot(1 - A * x * x, (x * Math.sqrt(A)) / q)) /
        Math.hypot(A - x * x, (x * Math.sqrt(A)) / q),
    }
    for (const [type, size] of Object.entries(sizes) as [BiquadType, (x: number) => number][]) {
      const hasGain = type === 'peaking' || type.endsWith('shelf')
      const section: BiquadSection = {
        type,
        frequencyHz: 3000,
        q,
        ...(hasGain ? { gainDb: 6 } : {}),
      }
      const coefficients = biquadCoefficients(section, rate)
      for (const frequencyHz of [10, 500, 2900, 3500, 9000, 20_000]) {
        const x = Math.tan((Math.PI * frequencyHz) / rate) / Math.tan((Math.PI * 3000) / rate)
        expect(
          response(coefficients, frequencyHz, rate).size,
          `${type} at ${frequencyHz} Hz`,
        ).toBeCloseTo(size(x), 9)
      }
    }
  })

  it('turns the phase of an all-pass by 180 degrees at its frequency', () => {
    const { phase } = response(
      biquadCoefficients({ type: 'all-pass', frequencyHz: 1000 }, rate),
      1000,
      rate,
    )
    expect(Math.cos(phase)).toBeCloseTo(-1, 9)
  })

  it('takes widths as octaves and as slopes', () => {
    // The edges of a band-pass that is an octave wide are an octave apart, at -3 dB.
    const section: BiquadSection = { type: 'band-pass', frequencyHz: 1000, bandwidthOctaves: 1 }
    expect(dbAt(section, 1000 / Math.SQRT2)).toBeCloseTo(-3.01, 1)
    expect(dbAt(section, 1000 * Math.SQRT2)).toBeCloseTo(-3.01, 1)
    // A slope of 1 is a Q of 0.707.
    const steep = biquadCoefficients(
      { type: 'low-shelf', frequencyHz: 1000, gainDb: 6, shelfSlope: 1 },
      rate,
    )
    const butterworth = biquadCoefficients(
      { type: 'low-shelf', frequencyHz: 1000, gainDb: 6, q: Math.SQRT1_2 },
      rate,
    )
    for (const [index, value] of steep.entries())
      expect(value).toBeCloseTo(butterworth[index] as number, 12)
    const flat = biquadCoefficients(
      { type: 'low-shelf', frequencyHz: 1000, gainDb: 6, shelfSlope: 0.3 },
      rate,
    )
    expect(flat[0]).not.toBeCloseTo(steep[0], 3)
  })

  it('is finite and stable for every frequency and width', () => {
    const types = fc.constantFrom<BiquadType>(
      'low-pass',
      'high-pass',
      'band-pass',
      'notch',
      'all-pass',
      'peaking',
      'low-shelf',
      'high-shelf',
    )
    const width = fc.oneof(
      fc.record({ q: fc.double({ min: 0.01, max: 1000, noNaN: true }) }),
      fc.record({ bandwidthOctaves: fc.double({ min: 0.01, max: 10, noNaN: true }) }),
      fc.record({ shelfSlope: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
    )
    const frequency = fc.double({ min: 0.01, max: nyquist - 0.01, noNaN: true })
    const gain = fc.double({ min: -60, max: 60, noNaN: true })
    fc.assert(
      fc.property(types, width, frequency, gain, (type, given, frequencyHz, gainDb) => {
        const [b0, b1, b2, a1, a2] = biquadCoefficients(
          { type, frequencyHz, gainDb, ...given },
          rate,
        )
        expect([b0, b1, b2, a1, a2].every(Number.isFinite)).toBe(true)
        expect(Math.abs(a2)).toBeLessThanOrEqual(1)
        expect(Math.abs(a1)).toBeLessThanOrEqual(1 + a2 + 1e-9)
      }),
    )
  })
})

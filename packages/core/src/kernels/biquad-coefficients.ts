import type { BiquadSection } from './biquad-section.js'
import { dbToGain } from './decibels.js'

/**
 * The numbers of one second-order filter, divided by `a0`: `[b0, b1, b2, a1, a2]` of
 * `H(z) = (b0 + b1/z + b2/z²) / (1 + a1/z + a2/z²)`.
 */
export type BiquadCoefficients = readonly [
  b0: number,
  b1: number,
  b2: number,
  a1: number,
  a2: number,
]

type Raw = readonly [b0: number, b1: number, b2: number, a0: number, a1: number, a2: number]

/** More is not wider, as far as 64-bit floats can tell. */
const widest = 1e9

/**
 * Computes the coefficients of a section at a sample rate in Hz.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook" (W3C Working Group Note, 2021).
 */
export function biquadCoefficients(section: BiquadSection, sampleRate: number): BiquadCoefficients {
  const w0 = (2 * Math.PI * section.frequencyHz) / sampleRate
  // A of the cookbook is the square root of the gain in amplitude.
  const amplitude = dbToGain((section.gainDb ?? 0) / 2)
  const [b0, b1, b2, a0, a1, a2] = raw(
    section,
    Math.cos(w0),
    alphaOf(section, w0, amplitude),
    amplitude,
  )
  return [b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0]
}

function alphaOf(section: BiquadSection, w0: number, amplitude: number): number {
  const sin = Math.sin(w0)
  if (section.bandwidthOctaves !== undefined) {
    // Close to the Nyquist frequency the octaves leave the scale and `sinh` grows beyond all bounds.
    return Math.min(widest, sin * Math.sinh(((Math.LN2 / 2) * section.bandwidthOctaves * w0) / sin))
  }
  if (section.shelfSlope !== undefined) {
    return (sin / 2) * Math.sqrt((amplitude + 1 / amplitude) * (1 / section.shelfSlope - 1) + 2)
  }
  return sin / (2 * (section.q ?? Math.SQRT1_2))
}

function raw({ type }: BiquadSection, cos: number, alpha: number, amplitude: number): Raw {
  switch (type) {
    case 'low-pass':
      return [(1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha]
    case 'high-pass':
      return [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha]
    case 'band-pass':
      return [alpha, 0, -alpha, 1 + alpha, -2 * cos, 1 - alpha]
    case 'band-pass-skirt': {
      // The cookbook's "constant skirt gain, peak gain = Q": sin(w0) / 2 is Q * alpha, whatever alpha came from.
      const skirt = Math.sqrt(1 - cos * cos) / 2
      return [skirt, 0, -skirt, 1 + alpha, -2 * cos, 1 - alpha]
    }
    case 'notch':
      return [1, -2 * cos, 1, 1 + alpha, -2 * cos, 1 - alpha]
    case 'all-pass':
      return [1 - alpha, -2 * cos, 1 + alpha, 1 + alpha, -2 * cos, 1 - alpha]
    case 'peaking':
      return [
        1 + alpha * amplitude,
        -2 * cos,
        1 - alpha * amplitude,
        1 + alpha / amplitude,
        -2 * cos,
        1 - alpha / amplitude,
      ]
    case 'low-shelf':
      return shelf(cos, alpha, amplitude, 1)
    case 'high-shelf':
      return shelf(cos, alpha, amplitude, -1)
  }
}

/** The two shelves are each other's mirror image: `side` is 1 for the low one, -1 for the high one. */
function shelf(cos: number, alpha: number, amplitude: number, side: 1 | -1): Raw {
  const [up, down] = [amplitude + 1, amplitude - 1]
  const root = 2 * Math.sqrt(amplitude) * alpha
  return [
    amplitude * (up - side * down * cos + root),
    side * 2 * amplitude * (down - side * up * cos),
    amplitude * (up - side * down * cos - root),
    up + side * down * cos + root,
    -side * 2 * (down + side * up * cos),
    up + side * down * cos - root,
  ]
}

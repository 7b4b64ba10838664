/**
 * How good a resampler is. All figures are in terms of the lower of the two Nyquist frequencies,
 * and hold for the filter itself as for tones that are sent through it.
 *
 * - `'fast'`: within 0.5 dB up to 0.8 of it, aliases and images at least 70 dB down from 1.0 of it
 *   on; 20 periods of the lower rate are held back. For speech, and where work or delay count.
 * - `'good'`: within 0.1 dB up to 0.9, 105 dB down; 60 periods.
 * - `'best'`: within 0.05 dB up to 0.9, 120 dB down; 72 periods. For masters and measurements.
 */
export type ResampleQuality = 'fast' | 'good' | 'best'

/** What a filter is designed from. @internal */
export interface ResampleDesign {
  /** The filter's -6 dB point, as a part of the lower of the two Nyquist frequencies. */
  readonly middle: number
  /** The Kaiser window's shape. */
  readonly beta: number
  /** Half the filter's length, in periods of the lower of the two rates. */
  readonly halfLength: number
  /**
   * Rows per period of the lower rate where there are too many phases to have one each. Going in
   * straight lines between `n` rows adds images of up to `(1 / 2n)²`: 132 dB down for 1024.
   */
  readonly interpolatedRows: number
}

/** The designs, each with what it gives. @internal */
export const resampleDesigns: Readonly<Record<ResampleQuality, ResampleDesign>> = {
  // -0.38 dB at 0.8, -74.6 dB from 1.0 on; images of the interpolation -108 dB.
  fast: { middle: 0.87, beta: 7, halfLength: 20, interpolatedRows: 256 },
  // -0.06 dB at 0.9, -105.5 dB.
  good: { middle: 0.94, beta: 10.6, halfLength: 60, interpolatedRows: 1024 },
  // -0.035 dB at 0.9, -127.9 dB.
  best: { middle: 0.94, beta: 13.2, halfLength: 72, interpolatedRows: 1024 },
}

/** The names of the qualities. @internal */
export const resampleQualities: readonly ResampleQuality[] = ['fast', 'good', 'best']

/**
 * The filters of the Audio EQ Cookbook. `band-pass` has a peak of 0 dB, `band-pass-skirt` a peak
 * of Q with constant skirts.
 */
export type BiquadType =
  | 'low-pass'
  | 'high-pass'
  | 'band-pass'
  | 'band-pass-skirt'
  | 'notch'
  | 'all-pass'
  | 'peaking'
  | 'low-shelf'
  | 'high-shelf'

/** One second-order filter. At most one of `q`, `bandwidthOctaves` and `shelfSlope` is given. */
export interface BiquadSection {
  readonly type: BiquadType
  /** Corner or centre, in Hz: from 0.01 to below half the sample rate. */
  readonly frequencyHz: number
  /**
   * Quality: 0.01 to 1000. For low- and high-pass, 0.707 is the flattest (Butterworth).
   *
   * @defaultValue `Math.SQRT1_2`
   */
  readonly q?: number
  /** Width in octaves between the -3 dB points (peaking: half the gain in dB): 0.01 to 10. */
  readonly bandwidthOctaves?: number
  /** Steepness of a shelf: above 0 to 1, 1 being the steepest without an overshoot. */
  readonly shelfSlope?: number
  /**
   * Gain of a peaking filter or a shelf, in dB: -60 to 60.
   *
   * @defaultValue 0
   */
  readonly gainDb?: number
}

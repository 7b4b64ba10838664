import type { ResampleRatio } from './resample-ratio.js'

/** The filter's -6 dB point, as a part of the lower of the two Nyquist frequencies. */
const middle = 0.94
/**
 * The Kaiser window's shape. With the length and the -6 dB point it gives -0.06 dB at 0.9 of the
 * lower Nyquist frequency and -105 dB from that frequency on.
 */
const beta = 10.6
/** Half the filter's length, in periods of the lower of the two rates. */
const halfLength = 60
/** Up to here every phase has a row of its own. */
const mostExactPhases = 1024
/** Rows per period of the lower rate where there are too many phases to have one each. */
const interpolatedPhases = 1024

/** The coefficients of a polyphase resampler. @internal */
export interface ResampleFilter {
  /** Coefficients in a row: a multiple of 4. */
  readonly tapCount: number
  /** Rows in a frame of the input; where `interpolated`, one more row follows. */
  readonly phaseCount: number
  /** There are fewer rows than phases: the output is interpolated between two of them. */
  readonly interpolated: boolean
  /**
   * Row `p` holds the weights of `tapCount` input frames for an output frame at `p / phaseCount`
   * of the way from input frame `tapCount / 2 - 1` of them to the next.
   */
  readonly rows: Float64Array
}

/**
 * Designs the filter: a sinc whose -6 dB point is at 0.94 of the lower Nyquist frequency, under a
 * Kaiser window. Each row is scaled to a sum of 1, so that
 * DC passes as it is.
 *
 * Source: A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal Processing", the Kaiser window
 * method; J. O. Smith, "Digital Audio Resampling Home Page", for the interpolated table.
 *
 * @internal
 */
export function resampleFilter({ up, down }: ResampleRatio): ResampleFilter {
  // The lower rate, as a part of the input's.
  const scale = Math.min(1, up / down)
  const half = halfLength / scale
  const tapCount = 4 * Math.ceil(half / 2)
  const interpolated = up > mostExactPhases
  const phaseCount = interpolated ? Math.max(16, Math.ceil(interpolatedPhases * scale)) : up
  const rowCount = phaseCount + (interpolated ? 1 : 0)
  const rows = new Float64Array(rowCount * tapCount)
  for (let phase = 0; phase < rowCount; phase++) {
    const row = rows.subarray(phase * tapCount, (phase + 1) * tapCount)
    fillRow(row, phase / phaseCount + tapCount / 2 - 1, half, scale)
  }
  return { tapCount, phaseCount, interpolated, rows }
}

function fillRow(row: Float64Array, center: number, half: number, scale: number): void {
  const cutoff = scale * middle
  let sum = 0
  for (let tap = 0; tap < row.length; tap++) {
    const distance = center - tap
    const weight = sinc(cutoff * distance) * kaiser(distance / half)
    row[tap] = weight
    sum += weight
  }
  for (let tap = 0; tap < row.length; tap++) row[tap] = (row[tap] as number) / sum
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** The Kaiser window at `x` from -1 to 1, without its constant factor; 0 outside. */
function kaiser(x: number): number {
  return Math.abs(x) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x))
}

/** The modified Bessel function of the first kind and order 0, by its power series. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k)
    sum += term
  }
  return sum
}

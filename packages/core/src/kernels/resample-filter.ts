import type { ResampleRatio } from './resample-ratio.js'
import { type ResampleDesign, type ResampleQuality, resampleDesigns } from './resample-quality.js'

/** Up to here every phase has a row of its own. */
const mostExactPhases = 1024

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

/** What a filter depends on. @internal */
export interface ResampleFilterOptions extends ResampleRatio {
  readonly quality: ResampleQuality
  /** The ratio may change, so that no set of phases is enough. */
  readonly adjustable: boolean
}

/**
 * Designs the filter: a sinc whose -6 dB point is at `middle` of the lower Nyquist frequency,
 * under a Kaiser window. Each row is scaled to a sum of 1, so that DC passes as it is.
 *
 * Source: A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal Processing", the Kaiser window
 * method; J. O. Smith, "Digital Audio Resampling Home Page", for the interpolated table.
 *
 * @internal
 */
export function resampleFilter(options: ResampleFilterOptions): ResampleFilter {
  const { up, down, quality, adjustable } = options
  const design = resampleDesigns[quality]
  // The lower rate, as a part of the input's.
  const scale = Math.min(1, up / down)
  const tapCount = 4 * Math.ceil(design.halfLength / scale / 2)
  const interpolated = adjustable || up > mostExactPhases
  const phaseCount = interpolated ? Math.max(16, Math.ceil(design.interpolatedRows * scale)) : up
  const rowCount = phaseCount + (interpolated ? 1 : 0)
  const rows = new Float64Array(rowCount * tapCount)
  for (let phase = 0; phase < rowCount; phase++) {
    const row = rows.subarray(phase * tapCount, (phase + 1) * tapCount)
    const mirrored = phaseCount - phase
    // The filter is symmetric: the later half of the rows mirrors the earlier.
    if (mirrored < phase)
      row.set(rows.slice(mirrored * tapCount, (mirrored + 1) * tapCount).toReversed())
    else fillRow(row, phase / phaseCount + tapCount / 2 - 1, design, scale)
  }
  return { tapCount, phaseCount, interpolated, rows }
}

function fillRow(row: Float64Array, center: number, design: ResampleDesign, scale: number): void {
  const cutoff = scale * design.middle
  const half = design.halfLength / scale
  let sum = 0
  for (let tap = 0; tap < row.length; tap++) {
    const distance = center - tap
    const weight = sinc(cutoff * distance) * kaiser(distance / half, design.beta)
    row[tap] = weight
    sum += weight
  }
  for (let tap = 0; tap < row.length; tap++) row[tap] = (row[tap] as number) / sum
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** The Kaiser window at `x` from -1 to 1, without its constant factor; 0 outside. */
function kaiser(x: number, beta: number): number {
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

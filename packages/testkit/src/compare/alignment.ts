import { checkKnownOptions, checkNumber, invalidOption } from '@patchcord/core'
import { fft, powerOfTwo } from './fft.js'

/** Options of {@link alignment}. */
export interface AlignmentOptions {
  /**
   * Lags beyond this, in either direction, are not looked at: 0 frames or more.
   *
   * @defaultValue the length of the shorter signal
   */
  readonly maxLagFrames?: number
}

/** How two signals lie to each other. */
export interface Alignment {
  /** How many frames the second comes after the first; negative if it comes before. */
  readonly lagFrames: number
  /** How alike they are at that lag: 1 is the same but for loudness, -1 upside down. */
  readonly correlation: number
}

/** `sum(a[n] * b[n + lag])` for every lag, at index `lag` modulo the length. */
function crossCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const size = powerOfTwo(a.length + b.length)
  // Both are real: one goes in as the real part and one as the imaginary part.
  const [re, im] = [new Float64Array(size), new Float64Array(size)]
  re.set(Float64Array.from(a))
  im.set(Float64Array.from(b))
  fft(re, im)
  const [outRe, outIm] = [new Float64Array(size), new Float64Array(size)]
  for (let k = 0; k < size; k++) {
    const mirror = (size - k) % size
    const [zr, zi] = [re[k] as number, im[k] as number]
    const [mr, mi] = [re[mirror] as number, im[mirror] as number]
    const [ar, ai] = [(zr + mr) / 2, (zi - mi) / 2]
    const [br, bi] = [(zi + mi) / 2, (mr - zr) / 2]
    // conj(A) * B, conjugated once more, so that the forward transform inverts it.
    outRe[k] = (ar * br + ai * bi) / size
    outIm[k] = -(ar * bi - ai * br) / size
  }
  fft(outRe, outIm)
  return outRe
}

function energy(samples: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < samples.length; index++) sum += (samples[index] as number) ** 2
  return sum
}

/**
 * Finds by how many frames a signal comes after another: the lag of the greatest
 * cross-correlation, by magnitude. Silence gives lag 0 and correlation 0.
 *
 * @example
 * ```ts
 * import { alignment } from '@patchcord/testkit'
 *
 * console.log(alignment([0, 1, 2, 1, 0, 0, 0], [0, 0, 0, 1, 2, 1, 0]).lagFrames) // 2
 * ```
 */
export function alignment(
  reference: ArrayLike<number>,
  signal: ArrayLike<number>,
  options: AlignmentOptions = {},
): Alignment {
  checkKnownOptions('alignment', options, ['maxLagFrames'])
  if (reference.length === 0 || signal.length === 0) {
    throw invalidOption('signals', 'of at least one sample', 0)
  }
  const longest = Math.min(reference.length, signal.length)
  const maxLag = checkNumber('maxLagFrames', options.maxLagFrames ?? longest, {
    min: 0,
    integer: true,
    unit: 'frames',
  })
  const scale = Math.sqrt(energy(reference) * energy(signal))
  if (scale === 0) return { lagFrames: 0, correlation: 0 }
  const products = crossCorrelation(reference, signal)
  const size = products.length
  let [lagFrames, best] = [0, 0]
  for (
    let lag = -Math.min(maxLag, reference.length - 1);
    lag <= Math.min(maxLag, signal.length - 1);
    lag++
  ) {
    const product = products[(lag + size) % size] as number
    if (Math.abs(product) > Math.abs(best)) [lagFrames, best] = [lag, product]
  }
  return { lagFrames, correlation: best / scale }
}

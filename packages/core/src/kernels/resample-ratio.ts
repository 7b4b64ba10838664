/** A ratio of rates in lowest terms: `up` output frames take as long as `down` input frames. */
export interface ResampleRatio {
  readonly up: number
  readonly down: number
}

/** Terms stay below this, so that products with frame counts are exact in 64-bit floats. */
const largestTerm = 2 ** 31

/**
 * The ratio of two sample rates in Hz: exact for whole rates. For others it is the continued
 * fraction of their quotient, mostly exact to a 64-bit float, and in no case off by more than
 * 5e-10 (a frame in 12 hours).
 */
export function resampleRatio(inputRate: number, outputRate: number): ResampleRatio {
  if (Number.isInteger(inputRate) && Number.isInteger(outputRate)) {
    const divisor = greatestCommonDivisor(inputRate, outputRate)
    return { up: outputRate / divisor, down: inputRate / divisor }
  }
  return continuedFraction(outputRate / inputRate)
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

function continuedFraction(ratio: number): ResampleRatio {
  let [up, down, lastUp, lastDown] = [1, 0, 0, 1]
  let rest = ratio
  for (;;) {
    const whole = Math.floor(rest)
    const [nextUp, nextDown] = [whole * up + lastUp, whole * down + lastDown]
    if (nextUp > largestTerm || nextDown > largestTerm) break
    ;[up, down, lastUp, lastDown] = [nextUp, nextDown, up, down]
    if (up / down === ratio || rest === whole) break
    rest = 1 / (rest - whole)
  }
  return { up, down }
}

import { PatchcordError } from '@patchcord/core'

function checkSameLength(reference: ArrayLike<number>, actual: ArrayLike<number>): void {
  if (reference.length === actual.length) return
  throw new PatchcordError(
    'invalid-option',
    `signals must be equally long to be compared: the reference has ${reference.length} samples, the other ${actual.length}; find out why, or cut one`,
    { details: { referenceLength: reference.length, actualLength: actual.length } },
  )
}

/**
 * The greatest difference between two signals of equal length, as a factor of full scale; NaN if
 * either holds NaN.
 *
 * @example
 * ```ts
 * import { maxAbsoluteError } from '@patchcord/testkit'
 *
 * console.log(maxAbsoluteError([0, 0.5, 1], [0, 0.75, 1])) // 0.25
 * ```
 */
export function maxAbsoluteError(reference: ArrayLike<number>, actual: ArrayLike<number>): number {
  checkSameLength(reference, actual)
  let worst = 0
  for (let index = 0; index < reference.length; index++) {
    worst = Math.max(worst, Math.abs((actual[index] as number) - (reference[index] as number)))
  }
  return worst
}

/**
 * The signal-to-noise ratio in dB: the power of the reference over that of the difference.
 * `Infinity` where both are the same, `-Infinity` where the reference is silent and the other not.
 * Signals must be equally long and aligned (see `alignment`).
 *
 * @example
 * ```ts
 * import { snrDb } from '@patchcord/testkit'
 *
 * console.log(snrDb([1, -1, 1], [0.9, -0.9, 0.9]).toFixed(3)) // 20.000
 * ```
 */
export function snrDb(reference: ArrayLike<number>, actual: ArrayLike<number>): number {
  checkSameLength(reference, actual)
  let [signal, noise] = [0, 0]
  for (let index = 0; index < reference.length; index++) {
    const expected = reference[index] as number
    signal += expected ** 2
    noise += ((actual[index] as number) - expected) ** 2
  }
  return noise === 0 ? Infinity : 10 * Math.log10(signal / noise)
}

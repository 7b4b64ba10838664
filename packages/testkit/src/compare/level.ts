function toDb(ratio: number): number {
  return 20 * Math.log10(ratio)
}

/** The root mean square, as a factor of full scale; 0 for no samples. */
export function rms(samples: ArrayLike<number>): number {
  let squares = 0
  for (let index = 0; index < samples.length; index++) squares += (samples[index] as number) ** 2
  return samples.length === 0 ? 0 : Math.sqrt(squares / samples.length)
}

/** The greatest magnitude, as a factor of full scale; 0 for no samples, NaN if any is NaN. */
export function peak(samples: ArrayLike<number>): number {
  let highest = 0
  for (let index = 0; index < samples.length; index++) {
    highest = Math.max(highest, Math.abs(samples[index] as number))
  }
  return highest
}

/**
 * The root mean square in dB of full scale: 0 dB is a square wave at ±1, a full-scale sine has
 * -3.01 dB; `-Infinity` for silence.
 *
 * @example
 * ```ts
 * import { rmsDb } from '@patchcord/testkit'
 *
 * console.log(rmsDb([0.1, -0.1])) // -20
 * ```
 */
export function rmsDb(samples: ArrayLike<number>): number {
  return toDb(rms(samples))
}

/**
 * The greatest magnitude in dB of full scale; `-Infinity` for silence.
 *
 * @example
 * ```ts
 * import { peakDb } from '@patchcord/testkit'
 *
 * console.log(peakDb([0, -0.1, 1])) // 0
 * ```
 */
export function peakDb(samples: ArrayLike<number>): number {
  return toDb(peak(samples))
}

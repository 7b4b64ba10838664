/**
 * The factor for a level in decibels: `10 ** (gainDb / 20)`. 0 dB is exactly 1, `-Infinity` dB is 0.
 *
 * @example
 * ```ts
 * import { dbToGain } from '@patchcord/core'
 *
 * console.log(dbToGain(-20)) // 0.1
 * ```
 */
export function dbToGain(gainDb: number): number {
  return 10 ** (gainDb / 20)
}

/**
 * The level in decibels of a factor: `20 * log10(gain)`. 1 is 0 dB, 0 is `-Infinity` dB; a
 * negative factor has no level and gives NaN.
 *
 * @example
 * ```ts
 * import { gainToDb } from '@patchcord/core'
 *
 * console.log(gainToDb(10)) // 20
 * ```
 */
export function gainToDb(gain: number): number {
  return 20 * Math.log10(gain)
}

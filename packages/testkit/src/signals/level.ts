import { PatchcordError, checkNumber } from '@patchcord/core'

/** How loud a signal is: one of the two, or neither. */
export interface LevelOptions {
  /**
   * The peak, as a factor of full scale: 0 to 1000. Above 1 it clips where it leaves as integers.
   *
   * @defaultValue 0.5
   */
  readonly amplitude?: number
  /** The peak in dB of full scale (dBFS): -300 to 60. Not together with `amplitude`. */
  readonly levelDb?: number
}

/** The options of {@link LevelOptions}, by name. */
export const levelOptionNames: readonly string[] = ['amplitude', 'levelDb']

/** The peak that was asked for, as a factor of full scale. */
export function readLevel({ amplitude, levelDb }: LevelOptions): number {
  if (amplitude !== undefined && levelDb !== undefined) {
    throw new PatchcordError('invalid-option', 'give amplitude or levelDb, not both', {
      details: { amplitude, levelDb },
    })
  }
  if (levelDb === undefined) {
    return checkNumber('amplitude', amplitude ?? 0.5, { min: 0, max: 1000 })
  }
  return 10 ** (checkNumber('levelDb', levelDb, { min: -300, max: 60, unit: 'dB' }) / 20)
}

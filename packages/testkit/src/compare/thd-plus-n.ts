import { checkKnownOptions, checkNumber, invalidOption } from '@patchcord/core'
import { dominantFrequencyHz } from './dominant-frequency.js'
import { fitSine } from './fit-sine.js'

/** Options of {@link thdPlusNRatio} and {@link thdPlusNDb}. */
export interface ThdPlusNOptions {
  /** In Hz. */
  readonly sampleRate: number
  /**
   * The frequency of the test tone in Hz, where it is known exactly.
   *
   * @defaultValue the loudest tone is looked for
   */
  readonly frequencyHz?: number
}

/**
 * Total harmonic distortion plus noise of a steady test tone, as a ratio: the RMS of all that is
 * left after the best-fitting sine and a constant offset were taken away, over the RMS of all but
 * the offset. 0 is a perfect tone, 1 is noise. NaN for silence.
 *
 * @param samples - one channel, ten periods or more
 *
 * @example
 * ```ts
 * import { thdPlusNRatio } from '@patchcord/testkit'
 *
 * const bent = Float32Array.from({ length: 4800 }, (_, n) => {
 *   const angle = (2 * Math.PI * 1000 * n) / 48_000
 *   return Math.sin(angle) + 0.01 * Math.sin(3 * angle)
 * })
 * console.log(thdPlusNRatio(bent, { sampleRate: 48_000 }).toFixed(3)) // 0.010
 * ```
 */
export function thdPlusNRatio(samples: ArrayLike<number>, options: ThdPlusNOptions): number {
  checkKnownOptions('thdPlusN', options, ['sampleRate', 'frequencyHz'])
  const { sampleRate, frequencyHz } = options
  checkNumber('sampleRate', sampleRate, { min: 0, aboveMin: true, unit: 'Hz' })
  if (samples.length < 16) throw invalidOption('samples', '16 samples or more', samples.length)
  if (frequencyHz !== undefined) {
    checkNumber('frequencyHz', frequencyHz, { min: 0, aboveMin: true, max: sampleRate / 2 })
  }
  const nearHz = frequencyHz ?? dominantFrequencyHz(samples, sampleRate)
  if (Number.isNaN(nearHz)) return Number.NaN
  const fit = fitSine(samples, sampleRate, nearHz, frequencyHz === undefined)
  const toneRms = fit.amplitude / Math.SQRT2
  return fit.residualRms / Math.hypot(toneRms, fit.residualRms)
}

/**
 * {@link thdPlusNRatio} in dB: -40 dB is 1 %.
 *
 * @example
 * ```ts
 * import { thdPlusNDb } from '@patchcord/testkit'
 *
 * const tone = Float32Array.from({ length: 4800 }, (_, n) => Math.sin((2 * Math.PI * 997 * n) / 48_000))
 * console.log(thdPlusNDb(tone, { sampleRate: 48_000 }) < -140) // true
 * ```
 */
export function thdPlusNDb(samples: ArrayLike<number>, options: ThdPlusNOptions): number {
  return 20 * Math.log10(thdPlusNRatio(samples, options))
}

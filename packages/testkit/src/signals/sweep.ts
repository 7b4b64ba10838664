import { type AudioSource, PatchcordError, checkChoice } from '@patchcord/core'
import { checkFrequency } from './check-frequency.js'
import { type SignalOptions, readSignalOptions } from './signal-options.js'
import { SignalSource } from './signal-source.js'
import { sineOfTurns } from './sine-wave.js'

/** Options of {@link sweep}. */
export interface SweepOptions extends SignalOptions {
  /**
   * Where it begins, in Hz: above 0 and below half the sample rate.
   *
   * @defaultValue 20
   */
  readonly fromHz?: number
  /**
   * Where it ends, in Hz: above 0 and below half the sample rate; may be below `fromHz`.
   *
   * @defaultValue 20000, or 45 % of the sample rate where that is less
   */
  readonly toHz?: number
  /**
   * `log` takes equal time for each octave, `linear` for each hertz.
   *
   * @defaultValue `'log'`
   */
  readonly curve?: 'log' | 'linear'
}

/** The phase in turns after `seconds`: the integral of the frequency. */
function sweepPhase(
  fromHz: number,
  toHz: number,
  lengthS: number,
  curve: 'log' | 'linear',
): (seconds: number) => number {
  const octaves = Math.log(toHz / fromHz)
  // A sweep that goes nowhere has no logarithm to divide by.
  if (curve === 'linear' || octaves === 0) {
    const slope = (toHz - fromHz) / (2 * lengthS)
    return (seconds) => fromHz * seconds + slope * seconds * seconds
  }
  const scale = (fromHz * lengthS) / octaves
  return (seconds) => scale * Math.expm1((seconds / lengthS) * octaves)
}

/**
 * A tone that glides from one frequency to another over its whole length (after A. Farina,
 * "Simultaneous measurement of impulse response and distortion with a swept-sine technique").
 *
 * @example
 * ```ts
 * import { sweep } from '@patchcord/testkit'
 *
 * for await (const buffer of sweep({ fromHz: 100, toHz: 8000, curve: 'linear', durationMs: 50 })) {
 *   console.log(buffer.frameCount) // 2400
 * }
 * ```
 */
export function sweep(options: SweepOptions = {}): AudioSource {
  const settings = readSignalOptions('sweep', options, ['fromHz', 'toHz', 'curve'])
  const { sampleRate } = settings.format
  const { fromHz = 20, toHz = Math.min(20_000, 0.45 * sampleRate), curve = 'log' } = options
  checkFrequency('fromHz', fromHz, sampleRate)
  checkFrequency('toHz', toHz, sampleRate)
  checkChoice('curve', curve, ['log', 'linear'])
  if (settings.frameCount === Infinity) {
    throw new PatchcordError('invalid-option', 'a sweep needs an end: durationMs must be finite')
  }
  const phase = sweepPhase(fromHz, toHz, settings.frameCount / sampleRate, curve)
  return new SignalSource('sweep', options, settings, (samples, firstFrame) => {
    for (let index = 0; index < samples.length; index++) {
      const turns = phase((firstFrame + index) / sampleRate)
      samples[index] = settings.amplitude * sineOfTurns(turns)
    }
  })
}

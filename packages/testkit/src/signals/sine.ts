import { type AudioSource, checkNumber } from '@patchcord/core'
import { checkFrequency } from './check-frequency.js'
import { type SignalOptions, readSignalOptions } from './signal-options.js'
import { SignalSource } from './signal-source.js'
import { SineWriter } from './sine-writer.js'

/** Options of {@link sine}. */
export interface SineOptions extends SignalOptions {
  /**
   * In Hz: above 0 and below half the sample rate.
   *
   * @defaultValue 1000
   */
  readonly frequencyHz?: number
  /**
   * Where the wave begins, in degrees; 90 begins at the peak.
   *
   * @defaultValue 0
   */
  readonly phaseDeg?: number
}

/**
 * A pure tone.
 *
 * @example
 * ```ts
 * import { sine } from '@patchcord/testkit'
 *
 * for await (const buffer of sine({ frequencyHz: 12_000, amplitude: 1, frameCount: 4 })) {
 *   console.log(Array.from(buffer.samples, Math.round)) // [ 0, 1, 0, -1 ]
 * }
 * ```
 */
export function sine(options: SineOptions = {}): AudioSource {
  const settings = readSignalOptions('sine', options, ['frequencyHz', 'phaseDeg'])
  const { sampleRate } = settings.format
  const frequencyHz = checkFrequency('frequencyHz', options.frequencyHz ?? 1000, sampleRate)
  const offset = checkNumber('phaseDeg', options.phaseDeg ?? 0, { unit: 'degrees' }) / 360
  const wave = new SineWriter(settings.amplitude, frequencyHz, sampleRate, offset)
  return new SignalSource('sine', options, settings, (samples, firstFrame) =>
    wave.write(samples, firstFrame),
  )
}

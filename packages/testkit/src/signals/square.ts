import { type AudioSource, checkNumber } from '@patchcord/core'
import { checkFrequency } from './check-frequency.js'
import { type SignalOptions, readSignalOptions } from './signal-options.js'
import { SignalSource } from './signal-source.js'

/** Options of {@link square}. */
export interface SquareOptions extends SignalOptions {
  /**
   * In Hz: above 0 and below half the sample rate.
   *
   * @defaultValue 1000
   */
  readonly frequencyHz?: number
  /**
   * The share of each period that is high: above 0 and up to 1.
   *
   * @defaultValue 0.5
   */
  readonly dutyCycle?: number
}

/**
 * A square wave that jumps between plus and minus the level. Its edges are not band-limited: it
 * is made for clipping, timing and worst cases, not for music.
 *
 * @example
 * ```ts
 * import { square } from '@patchcord/testkit'
 *
 * for await (const { samples } of square({ frequencyHz: 12_000, amplitude: 1, frameCount: 4 })) {
 *   console.log(samples) // Float32Array(4) [ 1, 1, -1, -1 ]
 * }
 * ```
 */
export function square(options: SquareOptions = {}): AudioSource {
  const settings = readSignalOptions('square', options, ['frequencyHz', 'dutyCycle'])
  const { sampleRate } = settings.format
  const frequencyHz = checkFrequency('frequencyHz', options.frequencyHz ?? 1000, sampleRate)
  const dutyCycle = checkNumber('dutyCycle', options.dutyCycle ?? 0.5, {
    min: 0,
    aboveMin: true,
    max: 1,
  })
  return new SignalSource('square', options, settings, (samples, firstFrame) => {
    for (let index = 0; index < samples.length; index++) {
      const turns = (frequencyHz * (firstFrame + index)) / sampleRate
      const high = turns - Math.floor(turns) < dutyCycle
      samples[index] = high ? settings.amplitude : -settings.amplitude
    }
  })
}

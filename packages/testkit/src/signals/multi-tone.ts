import { type AudioSource, invalidOption } from '@patchcord/core'
import { checkFrequency } from './check-frequency.js'
import { type SignalOptions, readSignalOptions } from './signal-options.js'
import { SignalSource } from './signal-source.js'
import { sineOfTurns } from './sine-wave.js'

/** Options of {@link multiTone}. */
export interface MultiToneOptions extends SignalOptions {
  /** In Hz, one or more: each above 0 and below half the sample rate. */
  readonly frequenciesHz: readonly number[]
}

/**
 * Several tones at once, all equally loud. The sum never exceeds the level: each tone has its
 * share of it.
 *
 * @example
 * ```ts
 * import { multiTone } from '@patchcord/testkit'
 *
 * for await (const buffer of multiTone({ frequenciesHz: [440, 550, 660], durationMs: 10 })) {
 *   console.log(buffer.frameCount) // 480
 * }
 * ```
 */
export function multiTone(options: MultiToneOptions): AudioSource {
  const settings = readSignalOptions('multiTone', options, ['frequenciesHz'])
  const { sampleRate } = settings.format
  const wanted: unknown = options.frequenciesHz
  if (!Array.isArray(wanted) || wanted.length === 0) {
    throw invalidOption('frequenciesHz', 'an array of one or more frequencies in Hz', wanted)
  }
  const tones = wanted.map((hz: unknown) => checkFrequency('frequenciesHz', hz, sampleRate))
  const share = settings.amplitude / tones.length
  return new SignalSource('multiTone', options, settings, (samples, firstFrame) => {
    for (let index = 0; index < samples.length; index++) {
      let sum = 0
      for (const hz of tones) sum += sineOfTurns((hz * (firstFrame + index)) / sampleRate)
      samples[index] = share * sum
    }
  })
}

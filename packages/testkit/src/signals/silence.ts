import type { AudioSource } from '@patchcord/core'
import { type SignalOptions, readSignalOptions } from './signal-options.js'
import { SignalSource } from './signal-source.js'

/** Options of {@link silence}: those of a signal, but for the level. */
export type SilenceOptions = Omit<SignalOptions, 'amplitude' | 'levelDb'>

/**
 * Zeros.
 *
 * @example
 * ```ts
 * import { silence } from '@patchcord/testkit'
 *
 * for await (const { samples } of silence({ frameCount: 3 })) {
 *   console.log(samples) // Float32Array(3) [ 0, 0, 0 ]
 * }
 * ```
 */
export function silence(options: SilenceOptions = {}): AudioSource {
  const settings = readSignalOptions('silence', { ...options, amplitude: 0 })
  return new SignalSource('silence', options, settings, (samples) => samples.fill(0))
}

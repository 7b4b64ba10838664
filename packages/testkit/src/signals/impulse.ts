import { type AudioSource, checkNumber } from '@patchcord/core'
import { type SignalOptions, readSignalOptions } from './signal-options.js'
import { SignalSource } from './signal-source.js'

/** Options of {@link impulse}. */
export interface ImpulseOptions extends SignalOptions {
  /**
   * The frame of the (first) impulse: 0 or more.
   *
   * @defaultValue 0
   */
  readonly atFrame?: number
  /**
   * Frames from one impulse to the next: 1 or more.
   *
   * @defaultValue there is one impulse only
   */
  readonly intervalFrames?: number
}

/**
 * Silence but for single samples at the level: what comes out of a filter is its impulse
 * response, and where it comes out tells the delay.
 *
 * @example
 * ```ts
 * import { impulse } from '@patchcord/testkit'
 *
 * for await (const { samples } of impulse({ atFrame: 1, intervalFrames: 2, amplitude: 1, frameCount: 5 })) {
 *   console.log(samples) // Float32Array(5) [ 0, 1, 0, 1, 0 ]
 * }
 * ```
 */
export function impulse(options: ImpulseOptions = {}): AudioSource {
  const settings = readSignalOptions('impulse', options, ['atFrame', 'intervalFrames'])
  const atFrame = checkNumber('atFrame', options.atFrame ?? 0, { min: 0, integer: true })
  const { intervalFrames } = options
  if (intervalFrames !== undefined) {
    checkNumber('intervalFrames', intervalFrames, { min: 1, integer: true, unit: 'frames' })
  }
  return new SignalSource('impulse', options, settings, (samples, firstFrame) => {
    samples.fill(0)
    for (let index = Math.max(0, atFrame - firstFrame); index < samples.length; index++) {
      const after = firstFrame + index - atFrame
      if (after === 0 || (intervalFrames !== undefined && after % intervalFrames === 0)) {
        samples[index] = settings.amplitude
      }
    }
  })
}

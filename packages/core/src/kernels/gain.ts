import { checkKnownOptions } from '../errors/option-checks.js'
import { msToFrames } from '../time/time.js'
import { dbToGain } from './decibels.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import { ParameterSet } from './parameter-set.js'
import { type RampOptions, rampMsOf } from './ramp.js'

/** Options of {@link gain}. */
export interface GainOptions extends KernelOptions, RampOptions {
  /**
   * The gain in dB: -120 to 60, or `-Infinity` for silence.
   *
   * @defaultValue 0
   */
  readonly gainDb?: number
}

/** What {@link gain} makes: `gainDb` can be set while it runs. */
export type Gain = KernelProcessor<'gainDb'>

/**
 * Makes audio louder or softer. 0 dB passes every bit as it is; a change of `gainDb` moves the
 * factor on a straight line over `rampMs`, never in a step. The factor is rounded to a 32-bit float,
 * which is within 6e-7 dB of `gainDb`. NaN and infinities pass as such, but for `-Infinity` dB, which
 * is silence whatever comes in.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, gain, pipeline, sink } from '@patchcord/core'
 *
 * const one = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: Float32Array.of(0.5) })
 * const softer = gain({ gainDb: -20 })
 * await pipeline(bufferSource([one]), softer, sink((buffer) => console.log(buffer.samples[0]?.toFixed(2)))).finished // 0.05
 * ```
 */
export function gain(options: GainOptions = {}): Gain {
  checkKnownOptions('gain', options, [...kernelOptionNames, 'gainDb', 'rampMs'])
  const rampMs = rampMsOf(options)
  const parameters = new ParameterSet<'gainDb'>(
    [
      {
        name: 'gainDb',
        unit: 'dB',
        min: -120,
        max: 60,
        defaultValue: 0,
        step: 0.1,
        alsoAccepts: [-Infinity],
      },
    ],
    options,
  )
  return new KernelProcessor(
    {
      name: 'gain',
      parameters,
      kernel: ({ sampleRate }) => ({
        kernel: 'gain',
        gain: dbToGain(parameters.get('gainDb')),
        rampFrames: msToFrames(rampMs, sampleRate),
      }),
    },
    options,
  )
}

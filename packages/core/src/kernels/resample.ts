import {
  checkChoice,
  checkKnownOptions,
  checkNumber,
  invalidOption,
} from '../errors/option-checks.js'
import { maxSampleRate } from '../format/audio-format.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import type { ParameterDescriptor } from './parameter-descriptor.js'
import { ParameterSet } from './parameter-set.js'
import { type ResampleQuality, resampleQualities } from './resample-quality.js'
import { resampleRatio } from './resample-ratio.js'

/** Options of {@link resample}. */
export interface ResampleOptions extends KernelOptions {
  /** The output's sample rate, in Hz: 1 to 1 536 000. */
  readonly sampleRate: number
  /**
   * How good it is: see {@link ResampleQuality} for the figures of each.
   *
   * @defaultValue 'good'
   */
  readonly quality?: ResampleQuality
  /**
   * Lets the ratio be changed while it runs, by the parameter `correctionPpm`. The filter is then
   * used at every ratio, at equal rates too.
   *
   * @defaultValue false
   */
  readonly adjustable?: boolean
}

/** What {@link resample} makes. */
export type Resample = KernelProcessor<never>

/** What {@link resample} makes where it is adjustable: `correctionPpm` can be set while it runs. */
export type AdjustableResample = KernelProcessor<'correctionPpm'>

const correctionPpm: ParameterDescriptor<'correctionPpm'> = {
  name: 'correctionPpm',
  unit: 'ppm',
  min: -20_000,
  max: 20_000,
  defaultValue: 0,
  step: 1,
}

/**
 * Changes the sample rate, by any ratio. Frame `k` of the output is the audio at `k / sampleRate`
 * seconds, so that `n` input frames become `ceil(n * ratio)`; nothing drifts, and nothing is
 * heard at the borders of buffers. Where the rates are the same, every bit passes.
 *
 * In terms of the lower of the two Nyquist frequencies, the quality `'good'` is within 0.1 dB up
 * to 0.9 of it and takes aliases and images at least 105 dB down from 1.0 of it on; `'best'` takes
 * them 120 dB down; `'fast'` is within 0.5 dB up to 0.8 and takes them 70 dB down. The phase is
 * linear; 60 (72, 20) periods of the lower rate are held back until they can be computed.
 *
 * With `adjustable: true` the parameter `correctionPpm` (-20 000 to 20 000, default 0) gives so
 * many parts per million more output frames per input frame, to follow a clock that runs fast or
 * slow. It holds from the next buffer on, and the phase goes on without a step. The rate that the
 * output carries stays, and positions count its frames; after a discontinuity they go on from
 * `position * ratio` again, without what the correction has added. The edges of the filter
 * move with the correction, by at most 2 %.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, pipeline, resample, sink } from '@patchcord/core'
 *
 * const second = new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples: new Float32Array(48_000) })
 * let frames = 0
 * await pipeline(bufferSource([second]), resample({ sampleRate: 16_000 }), sink((b) => void (frames += b.frameCount))).finished
 * console.log(frames) // 16000
 * ```
 *
 * @example A device's clock that runs fast by 100 parts per million:
 * ```ts
 * import { AudioBuffer, bufferSource, pipeline, resample, sink } from '@patchcord/core'
 *
 * const second = new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples: new Float32Array(48_000) })
 * const follow = resample({ sampleRate: 48_000, adjustable: true }).set('correctionPpm', 100)
 * let frames = 0
 * await pipeline(bufferSource([second]), follow, sink((b) => void (frames += b.frameCount))).finished
 * console.log(frames) // 48005
 * ```
 */
export function resample(
  options: ResampleOptions & { readonly adjustable: true },
): AdjustableResample
export function resample(options: ResampleOptions): Resample
export function resample(options: ResampleOptions): Resample | AdjustableResample {
  checkKnownOptions('resample', options, [
    ...kernelOptionNames,
    'sampleRate',
    'quality',
    'adjustable',
  ])
  const sampleRate = checkNumber('sampleRate', options?.sampleRate, {
    min: 1,
    max: maxSampleRate,
    unit: 'Hz',
  })
  const quality = checkChoice('quality', options.quality ?? 'good', resampleQualities)
  const adjustable = options.adjustable ?? false
  if (typeof adjustable !== 'boolean')
    throw invalidOption('adjustable', 'true or false', adjustable)
  const parameters = new ParameterSet<'correctionPpm'>(adjustable ? [correctionPpm] : [], {})
  return new KernelProcessor(
    {
      name: 'resample',
      parameters,
      kernel: (input) => ({
        kernel: 'resample',
        sampleRate,
        ...resampleRatio(input.sampleRate, sampleRate),
        quality,
        adjustable,
        correctionPpm: adjustable ? parameters.get('correctionPpm') : 0,
      }),
    },
    options,
  )
}

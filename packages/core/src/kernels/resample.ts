import { checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import { maxSampleRate } from '../format/audio-format.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import { ParameterSet } from './parameter-set.js'
import { resampleRatio } from './resample-ratio.js'

/** Options of {@link resample}. */
export interface ResampleOptions extends KernelOptions {
  /** The output's sample rate, in Hz: 1 to 1 536 000. */
  readonly sampleRate: number
}

/** What {@link resample} makes. */
export type Resample = KernelProcessor<never>

/**
 * Changes the sample rate, by any ratio. Frame `k` of the output is the audio at `k / sampleRate`
 * seconds, so that `n` input frames become `ceil(n * ratio)`; nothing drifts, and nothing is
 * heard at the borders of buffers. Where the rates are the same, every bit passes.
 *
 * One quality, in terms of the lower of the two Nyquist frequencies: pass-band within 0.1 dB up
 * to 0.9 of it, stop-band (aliases and images) at least 100 dB down from 1.0 of it on. The phase
 * is linear; 60 periods of the lower rate are held back until they can be computed.
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
 */
export function resample(options: ResampleOptions): Resample {
  checkKnownOptions('resample', options, [...kernelOptionNames, 'sampleRate'])
  const sampleRate = checkNumber('sampleRate', options?.sampleRate, {
    min: 1,
    max: maxSampleRate,
    unit: 'Hz',
  })
  return new KernelProcessor(
    {
      name: 'resample',
      parameters: new ParameterSet<never>([], {}),
      kernel: (input) => ({
        kernel: 'resample',
        sampleRate,
        ...resampleRatio(input.sampleRate, sampleRate),
      }),
    },
    options,
  )
}

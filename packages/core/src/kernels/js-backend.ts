import { PatchcordError } from '../errors/patchcord-error.js'
import type { AudioFormat } from '../format/audio-format.js'
import { BiquadKernel } from './biquad-kernel.js'
import { ChannelMixKernel } from './channel-mix-kernel.js'
import { FadeKernel } from './fade-kernel.js'
import { GainKernel } from './gain-kernel.js'
import type { KernelBackend, KernelInstance, KernelSpec } from './kernel.js'
import { LevelMeterKernel } from './level-meter-kernel.js'
import { LimiterKernel } from './limiter-kernel.js'
import { ResampleKernel } from './resample-kernel.js'

function create(spec: KernelSpec, input: AudioFormat): KernelInstance {
  switch (spec.kernel) {
    case 'biquad':
      return new BiquadKernel(spec, input)
    case 'channelMix':
      return new ChannelMixKernel(spec, input)
    case 'fade':
      return new FadeKernel(spec, input)
    case 'gain':
      return new GainKernel(spec, input)
    case 'levelMeter':
      return new LevelMeterKernel(spec, input)
    case 'limiter':
      return new LimiterKernel(spec, input)
    case 'resample':
      // Where nothing is to be done, nothing is delayed either.
      if (spec.up === spec.down && !spec.adjustable)
        return new GainKernel({ kernel: 'gain', gain: 1, rampFrames: 0 }, input)
      return new ResampleKernel(spec, input)
    default:
      throw new PatchcordError(
        'invalid-option',
        `there is no kernel '${String((spec as { kernel: unknown }).kernel)}'`,
        {
          details: { kernel: (spec as { kernel: unknown }).kernel },
        },
      )
  }
}

/**
 * Executes kernels in TypeScript: everywhere, and the reference that other backends are held to.
 *
 * @example
 * ```ts
 * import { jsBackend } from '@patchcord/core'
 *
 * const kernel = jsBackend.create({ kernel: 'gain', gain: 0.5, rampFrames: 0 }, { sampleRate: 48_000, channelCount: 1 })
 * const samples = Float32Array.of(1, -1)
 * kernel.process(samples, 2, samples)
 * console.log(samples) // Float32Array(2) [ 0.5, -0.5 ]
 * ```
 */
export const jsBackend: KernelBackend = Object.freeze({ name: 'js' as const, create })

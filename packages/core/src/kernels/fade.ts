import {
  checkChoice,
  checkKnownOptions,
  checkNumber,
  invalidOption,
} from '../errors/option-checks.js'
import { msToFrames } from '../time/time.js'
import type { FadeCurve } from './fade-kernel.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import { ParameterSet } from './parameter-set.js'

/** Options of {@link fade}. */
export interface FadeOptions extends KernelOptions {
  /** `'in'`: silent before, untouched after. `'out'`: untouched before, silent after. */
  readonly direction: 'in' | 'out'
  /** How long the fade lasts, in milliseconds: 0 or more. */
  readonly durationMs: number
  /**
   * Where the fade begins, in milliseconds of the stream's timeline.
   *
   * @defaultValue 0
   */
  readonly startMs?: number
  /** Where the fade begins, as a position in frames: instead of `startMs`. */
  readonly startFrame?: number
  /**
   * The gain on the way, `t` going from 0 to 1: `'linear'` is `t` (for fades between like
   * material), `'equal-power'` `sin(t * pi / 2)` (for unlike material: the powers of a fade out
   * and a fade in add up to one), `'cosine'` `(1 - cos(t * pi)) / 2` (smooth at both ends).
   *
   * @defaultValue `'equal-power'`
   */
  readonly curve?: FadeCurve
}

/** What {@link fade} makes. */
export type Fade = KernelProcessor<never>

/**
 * Fades in or out at a place on the timeline, by the positions of the buffers. Outside of the
 * fade samples are passed bit for bit, or are exactly 0.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, fade, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 1000, channelCount: 1, samples: new Float32Array(5).fill(1) })
 * const fadeIn = fade({ direction: 'in', durationMs: 4, curve: 'linear' })
 * await pipeline(bufferSource([ones]), fadeIn, sink((buffer) => console.log(buffer.samples))).finished // Float32Array(5) [ 0, 0.25, 0.5, 0.75, 1 ]
 * ```
 */
export function fade(options: FadeOptions): Fade {
  checkKnownOptions('fade', options ?? null, [
    ...kernelOptionNames,
    'direction',
    'durationMs',
    'startMs',
    'startFrame',
    'curve',
  ])
  const { startMs, startFrame, curve = 'equal-power' } = options
  const direction = checkChoice('direction', options.direction, ['in', 'out'])
  const durationMs = checkNumber('durationMs', options.durationMs, { min: 0, max: 1e9, unit: 'ms' })
  checkChoice('curve', curve, ['linear', 'equal-power', 'cosine'])
  if (startMs !== undefined) checkNumber('startMs', startMs, { min: 0, max: 1e12, unit: 'ms' })
  if (startFrame !== undefined)
    checkNumber('startFrame', startFrame, { min: 0, integer: true, unit: 'frames' })
  if (startMs !== undefined && startFrame !== undefined) {
    throw invalidOption('startFrame', 'absent where startMs is given', startFrame)
  }
  return new KernelProcessor(
    {
      name: 'fade',
      parameters: new ParameterSet<never>([], {}),
      kernel: ({ sampleRate }) => ({
        kernel: 'fade',
        direction,
        curve,
        startFrame: startFrame ?? msToFrames(startMs ?? 0, sampleRate),
        frameCount: msToFrames(durationMs, sampleRate),
      }),
    },
    options,
  )
}

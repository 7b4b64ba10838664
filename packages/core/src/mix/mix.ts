import type { AudioFormat } from '../format/audio-format.js'
import type { AudioSource } from '../ports/audio-source.js'
import { ClockMixSource } from './clock-source.js'
import { type MixOptions, checkMixOptions } from './combine-options.js'
import { type MixInput, inputStages } from './mix-input.js'
import { PositionSource } from './position-source.js'
import type { Stage } from '../pipeline/stage.js'

class PositionMixSource extends PositionSource {
  constructor(
    inputs: readonly (readonly Stage[])[],
    private readonly options: MixOptions,
  ) {
    super(inputs, { name: 'mix', ...options })
  }

  protected laneFormat(format: AudioFormat, first: AudioFormat | undefined): AudioFormat {
    return this.options.format ?? first ?? format
  }

  protected resultFormat([first]: readonly AudioFormat[]): AudioFormat {
    return first as AudioFormat
  }

  protected firstChannel(): number {
    return 0
  }
}

/**
 * Sums several sources into one, without scaling: put `gain()` into an input's list, or a
 * `limiter()` behind, where the sum may pass full scale.
 *
 * Offline, frames of the same position are summed. Live (`by: 'clock'`) one input gives the pace
 * and the others add what has arrived.
 *
 * @example
 * ```ts
 * import { gain, mix, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
 *
 * const both = mix([wavFileSource('input.wav'), [wavFileSource('input.wav'), gain({ gainDb: -12 })]])
 * const report = await pipeline(both, wavFileSink('mixed.wav')).finished
 * console.log(report.frames) // 48000
 * ```
 */
export function mix(inputs: readonly MixInput[], options: MixOptions = {}): AudioSource {
  const stages = inputStages('mix', inputs)
  checkMixOptions(options, inputs.length)
  return options.by === 'clock'
    ? new ClockMixSource(stages, options)
    : new PositionMixSource(stages, options)
}

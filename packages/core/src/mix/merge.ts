import type { AudioFormat } from '../format/audio-format.js'
import type { AudioSource } from '../ports/audio-source.js'
import { type CombineOptions, checkCombineOptions } from './combine-options.js'
import { type MixInput, inputStages } from './mix-input.js'
import { PositionSource } from './position-source.js'
import type { Stage } from '../pipeline/stage.js'

class MergeSource extends PositionSource {
  private firstChannels: number[] = []

  constructor(inputs: readonly (readonly Stage[])[], options: CombineOptions) {
    super(inputs, { name: 'merge', ...options })
  }

  protected laneFormat(format: AudioFormat, first: AudioFormat | undefined): AudioFormat {
    return { ...format, sampleRate: (first ?? format).sampleRate }
  }

  protected resultFormat(lanes: readonly AudioFormat[]): AudioFormat {
    let channelCount = 0
    this.firstChannels = lanes.map((lane) => {
      const first = channelCount
      channelCount += lane.channelCount
      return first
    })
    return { sampleRate: (lanes[0] as AudioFormat).sampleRate, channelCount }
  }

  protected firstChannel(lane: number): number {
    return this.firstChannels[lane] as number
  }
}

/**
 * Puts the channels of several sources side by side, frame by frame of the same position: two
 * mono microphones become one stereo stream. Inputs of another rate than the first are resampled.
 *
 * @example
 * ```ts
 * import { merge, pipeline, sink, wavFileSource } from '@patchcord/core'
 *
 * const four = merge([wavFileSource('input.wav'), wavFileSource('input.wav')])
 * await pipeline(four, sink((buffer) => console.log(buffer.channelCount))).finished // 4, ...
 * ```
 */
export function merge(inputs: readonly MixInput[], options: CombineOptions = {}): AudioSource {
  const stages = inputStages('merge', inputs)
  checkCombineOptions('merge', options, [])
  return new MergeSource(stages, options)
}

import {
  checkChoice,
  checkKnownOptions,
  checkNumber,
  invalidOption,
} from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { type AudioFormat, maxChannelCount } from '../format/audio-format.js'
import { type ChannelLayout, defaultChannelLayout } from '../format/channel-layout.js'
import { channelMixSpec } from './channel-mix-spec.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import { discreteMatrix, mixMatrix } from './mix-matrix.js'
import { ParameterSet } from './parameter-set.js'

/** Options of {@link channelMix}: one of `channelCount`, `channelLayout` and `matrix`, or layout and matrix. */
export interface ChannelMixOptions extends KernelOptions {
  /** Channels of the output, in the usual layout for their number: 1 to 1024. */
  readonly channelCount?: number
  /** What the output channels are. */
  readonly channelLayout?: ChannelLayout
  /** Weights, for a mix of one's own: a row for each output channel, a column for each input channel. */
  readonly matrix?: readonly (readonly number[])[]
  /**
   * `'speakers'` mixes by what the channels are, `'discrete'` goes by their number: what the
   * output has too many of is silent, what it lacks is dropped. Where a layout is unknown (more
   * than 8 channels and none stated), `'speakers'` is discrete too.
   *
   * @defaultValue `'speakers'`
   */
  readonly interpretation?: 'speakers' | 'discrete'
}

/** What {@link channelMix} makes. */
export type ChannelMix = KernelProcessor<never>

const optionNames = [
  ...kernelOptionNames,
  'channelCount',
  'channelLayout',
  'matrix',
  'interpretation',
]

/**
 * Turns any number of channels into any other. Between mono, stereo, quad, 5.1, 7.1 and their
 * relatives it mixes by the speaker rules of the Web Audio API and ITU-R BS.775; the sums are not
 * limited, so that a full 5.1 mix can come out above full scale.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, channelMix, pipeline, sink } from '@patchcord/core'
 *
 * const stereo = new AudioBuffer({ sampleRate: 8000, channelCount: 2, samples: Float32Array.of(0.25, 0.75) })
 * const mono = channelMix({ channelCount: 1 })
 * await pipeline(bufferSource([stereo]), mono, sink((buffer) => console.log(buffer.samples[0]))).finished // 0.5
 * ```
 */
export function channelMix(options: ChannelMixOptions): ChannelMix {
  checkKnownOptions('channelMix', options ?? null, optionNames)
  const { matrix, channelLayout, interpretation = 'speakers' } = options
  checkChoice('interpretation', interpretation, ['speakers', 'discrete'])
  const channelCount = outputCount(options)
  const layout = channelLayout ?? defaultChannelLayout(channelCount)
  return new KernelProcessor(
    {
      name: 'channelMix',
      parameters: new ParameterSet<never>([], {}),
      kernel: (input) => {
        if (matrix !== undefined) return channelMixSpec(checkColumns(matrix, input), channelLayout)
        const inputLayout = input.channelLayout ?? defaultChannelLayout(input.channelCount)
        if (interpretation === 'discrete' || inputLayout === undefined || layout === undefined) {
          return channelMixSpec(discreteMatrix(input.channelCount, channelCount), channelLayout)
        }
        return channelMixSpec(mixMatrix(inputLayout, layout), layout)
      },
    },
    options,
  )
}

/** The channels of the output, by whichever option says so; all that do must agree. */
function outputCount({ channelCount, channelLayout, matrix }: ChannelMixOptions): number {
  if (matrix !== undefined) checkMatrix(matrix)
  const count = matrix?.length ?? channelLayout?.length ?? channelCount
  if (count === undefined)
    throw invalidOption('channelMix options', 'one of channelCount, channelLayout and matrix', {})
  checkNumber('channelCount', channelCount ?? count, {
    min: 1,
    max: maxChannelCount,
    integer: true,
  })
  if (channelCount !== undefined && channelCount !== count) {
    throw invalidOption('channelCount', `${count}, as the matrix or layout has it,`, channelCount)
  }
  if (channelLayout !== undefined && channelLayout.length !== count) {
    throw invalidOption('channelLayout', `a list of ${count} channel names`, channelLayout)
  }
  return count
}

function checkMatrix(matrix: readonly (readonly number[])[]): void {
  const good =
    Array.isArray(matrix) &&
    matrix.length > 0 &&
    matrix.every(
      (row: unknown) => Array.isArray(row) && row.length === matrix[0]?.length && row.length > 0,
    ) &&
    matrix.flat().every((weight) => Number.isFinite(weight))
  if (!good)
    throw invalidOption('matrix', 'a list of rows, all of one length, of finite numbers', matrix)
}

function checkColumns(
  matrix: readonly (readonly number[])[],
  { channelCount }: AudioFormat,
): readonly (readonly number[])[] {
  const columns = matrix[0]?.length
  if (columns === channelCount) return matrix
  throw new PatchcordError(
    'format-unsupported',
    `channelMix has a matrix for ${columns} input channels, and the input has ${channelCount}`,
    { details: { columns, channelCount } },
  )
}

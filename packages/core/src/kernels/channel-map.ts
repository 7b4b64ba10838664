import { checkKnownOptions, invalidOption } from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { maxChannelCount } from '../format/audio-format.js'
import type { ChannelLayout } from '../format/channel-layout.js'
import { channelMixSpec } from './channel-mix-spec.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import { ParameterSet } from './parameter-set.js'

/** Options of {@link channelMap}. */
export interface ChannelMapOptions extends KernelOptions {
  /**
   * For each output channel the index of the input channel that it repeats, or `null` for
   * silence: 1 to 1024 of them.
   */
  readonly channels: readonly (number | null)[]
  /**
   * What the output channels are.
   *
   * @defaultValue left open: the usual layout for their number
   */
  readonly channelLayout?: ChannelLayout
}

/** What {@link channelMap} makes. */
export type ChannelMap = KernelProcessor<never>

/**
 * Picks, swaps, repeats and drops channels, bit for bit. An index that the input does not have
 * is a `format-unsupported` error.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, channelMap, pipeline, sink } from '@patchcord/core'
 *
 * const stereo = new AudioBuffer({ sampleRate: 8000, channelCount: 2, samples: Float32Array.of(0.25, 0.5) })
 * const swap = channelMap({ channels: [1, 0] })
 * await pipeline(bufferSource([stereo]), swap, sink((buffer) => console.log(buffer.samples))).finished // Float32Array(2) [ 0.5, 0.25 ]
 * ```
 */
export function channelMap(options: ChannelMapOptions): ChannelMap {
  checkKnownOptions('channelMap', options ?? null, [
    ...kernelOptionNames,
    'channels',
    'channelLayout',
  ])
  const { channels, channelLayout } = options
  if (!Array.isArray(channels) || channels.length === 0 || channels.length > maxChannelCount) {
    throw invalidOption('channels', `an array of 1 to ${maxChannelCount} input channels`, channels)
  }
  for (const channel of channels as readonly unknown[]) {
    const good = channel === null || (Number.isInteger(channel) && (channel as number) >= 0)
    if (!good)
      throw invalidOption(
        'channels',
        'a list of channel indices from 0 on, or null for silence',
        channel,
      )
  }
  if (channelLayout !== undefined && channelLayout.length !== channels.length) {
    throw invalidOption(
      'channelLayout',
      `a list of ${channels.length} channel names`,
      channelLayout,
    )
  }
  return new KernelProcessor(
    {
      name: 'channelMap',
      parameters: new ParameterSet<never>([], {}),
      kernel: ({ channelCount }) => {
        const matrix = channels.map((channel) => rowOf(channel, channelCount))
        return channelMixSpec(matrix, channelLayout)
      },
    },
    options,
  )
}

function rowOf(channel: number | null, channelCount: number): number[] {
  const row = Array.from({ length: channelCount }, () => 0)
  if (channel === null) return row
  if (channel >= channelCount) {
    throw new PatchcordError(
      'format-unsupported',
      `channelMap takes channel ${channel}, and the input has only ${channelCount}, numbered from 0`,
      { details: { channel, channelCount } },
    )
  }
  row[channel] = 1
  return row
}

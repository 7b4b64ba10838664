import type { ChannelLayout } from '../format/channel-layout.js'
import type { ChannelMixSpec } from './channel-mix-kernel.js'

/** The description of a channel mix, with its layout where that is stated. @internal */
export function channelMixSpec(
  matrix: readonly (readonly number[])[],
  channelLayout: ChannelLayout | undefined,
): ChannelMixSpec {
  return channelLayout === undefined
    ? { kernel: 'channelMix', matrix }
    : { kernel: 'channelMix', matrix, channelLayout }
}

import type { ChannelLayout, ChannelName } from '../format/channel-layout.js'

/** The speaker positions of `dwChannelMask`, from its lowest bit up. */
const positions: readonly ChannelName[] = [
  'FL',
  'FR',
  'FC',
  'LFE',
  'BL',
  'BR',
  'FLC',
  'FRC',
  'BC',
  'SL',
  'SR',
  'TC',
  'TFL',
  'TFC',
  'TFR',
  'TBL',
  'TBC',
  'TBR',
]

/**
 * The layout that a channel mask gives a number of channels, or `undefined` where it places too
 * few of them. Surplus positions are ignored from the top, as the specification of
 * WAVEFORMATEXTENSIBLE says. One channel in front centre is mono.
 *
 * @internal
 */
export function layoutOfMask(mask: number, channelCount: number): ChannelLayout | undefined {
  const named = positions.filter((_, bit) => (mask & (1 << bit)) !== 0).slice(0, channelCount)
  if (named.length < channelCount) return undefined
  return channelCount === 1 && named[0] === 'FC' ? ['M'] : named
}

/**
 * The mask of a layout; 0 (no positions) where a mask cannot say it, because the channels are not
 * in the order of the mask's bits or one of them has no bit.
 *
 * @internal
 */
export function maskOfLayout(layout: ChannelLayout): number {
  if (layout.length === 1 && layout[0] === 'M') return 1 << positions.indexOf('FC')
  let mask = 0
  let highest = -1
  for (const name of layout) {
    const bit = positions.indexOf(name)
    if (bit <= highest) return 0
    mask |= 1 << bit
    highest = bit
  }
  return mask
}

import type { ChannelName } from '@patchcord/core'

/** Channels by their numbers. The order is part of the wire format. @internal */
export const numberedChannels: readonly ChannelName[] = [
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
  'M',
]

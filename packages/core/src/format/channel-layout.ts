/**
 * The place of one channel, by the names of the WAVE_FORMAT_EXTENSIBLE channel mask:
 * front left and right, centre, low-frequency effects, back, side, centre variants.
 */
export type ChannelName =
  | 'FL'
  | 'FR'
  | 'FC'
  | 'LFE'
  | 'BL'
  | 'BR'
  | 'FLC'
  | 'FRC'
  | 'BC'
  | 'SL'
  | 'SR'
  | 'TC'
  | 'TFL'
  | 'TFC'
  | 'TFR'
  | 'TBL'
  | 'TBC'
  | 'TBR'
  | 'M'

/** The channels of a stream in their order. `'M'` is a lone mono channel. */
export type ChannelLayout = readonly ChannelName[]

const defaults: readonly ChannelLayout[] = [
  ['M'],
  ['FL', 'FR'],
  ['FL', 'FR', 'FC'],
  ['FL', 'FR', 'BL', 'BR'],
  ['FL', 'FR', 'FC', 'BL', 'BR'],
  ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR'],
  ['FL', 'FR', 'FC', 'LFE', 'BC', 'SL', 'SR'],
  ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR', 'SL', 'SR'],
]

/**
 * The usual layout for a number of channels (mono, stereo, 3.0, quad, 5.0, 5.1, 6.1, 7.1), or
 * `undefined` above eight, where there is no convention to go by.
 */
export function defaultChannelLayout(channelCount: number): ChannelLayout | undefined {
  return defaults[channelCount - 1]
}

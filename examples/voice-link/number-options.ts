import type { VoiceLinkSettings } from './settings.js'

/** The settings that are numbers. */
export type NumberSetting = {
  [Key in keyof VoiceLinkSettings]: VoiceLinkSettings[Key] extends number ? Key : never
}[keyof VoiceLinkSettings]

/** An option of the command line that takes a number. */
export interface NumberOption {
  readonly setting: NumberSetting
  /** How the value is called in the help text. */
  readonly value: string
  readonly about: string
  readonly defaultValue: number
  readonly min: number
  readonly max: number
  readonly unit?: string
  readonly integer?: boolean
}

/** Every number that the command line takes, by the name of its option. */
export const numberOptions: Readonly<Record<string, NumberOption>> = {
  loss: {
    setting: 'lossPercent',
    value: 'PERCENT',
    about: 'packets that the link loses',
    defaultValue: 2,
    min: 0,
    max: 100,
    unit: '%',
  },
  duplicates: {
    setting: 'duplicatePercent',
    value: 'PERCENT',
    about: 'packets that it delivers twice',
    defaultValue: 1,
    min: 0,
    max: 100,
    unit: '%',
  },
  reorder: {
    setting: 'reorderPercent',
    value: 'PERCENT',
    about: 'packets that it lets others overtake',
    defaultValue: 2,
    min: 0,
    max: 100,
    unit: '%',
  },
  corrupt: {
    setting: 'corruptPercent',
    value: 'PERCENT',
    about: 'packets of which it flips a bit',
    defaultValue: 1,
    min: 0,
    max: 100,
    unit: '%',
  },
  replay: {
    setting: 'replayPercent',
    value: 'PERCENT',
    about: 'packets that somebody on it sends once more',
    defaultValue: 1,
    min: 0,
    max: 100,
    unit: '%',
  },
  'jitter-ms': {
    setting: 'jitterMs',
    value: 'MS',
    about: 'the longest delay of a packet; longer than a packet, it reorders too',
    defaultValue: 20,
    min: 0,
    max: 1000,
    unit: 'ms',
  },
  seed: {
    setting: 'seed',
    value: 'N',
    about: 'chooses which packets suffer',
    defaultValue: 1,
    min: 0,
    max: 0xffffffff,
    integer: true,
  },
  'high-pass-hz': {
    setting: 'highPassHz',
    value: 'HZ',
    about: 'corner of the high-pass filter; 0 leaves it out',
    defaultValue: 80,
    min: 0,
    max: 20_000,
    unit: 'Hz',
  },
  'gain-db': {
    setting: 'gainDb',
    value: 'DB',
    about: 'gain before the limiter',
    defaultValue: 6,
    min: -60,
    max: 60,
    unit: 'dB',
  },
  'ceiling-db': {
    setting: 'ceilingDb',
    value: 'DB',
    about: 'level that the limiter holds',
    defaultValue: -1,
    min: -60,
    max: 0,
    unit: 'dB',
  },
  'packet-ms': {
    setting: 'packetMs',
    value: 'MS',
    about: 'audio in each packet',
    defaultValue: 20,
    min: 1,
    max: 200,
    unit: 'ms',
  },
}

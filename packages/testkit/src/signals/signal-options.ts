import {
  type AudioFormat,
  type PortOptions,
  checkKnownOptions,
  checkNumber,
  msToFrames,
  portOptionNames,
} from '@patchcord/core'
import { checkBoolean } from '../options/check-boolean.js'
import { type LevelOptions, levelOptionNames, readLevel } from './level.js'
import { type SignalLengthOptions, readLength } from './signal-length.js'

/** What every signal can be told. */
export interface SignalOptions extends PortOptions, LevelOptions, SignalLengthOptions {
  /**
   * In Hz: 1 to 1 536 000.
   *
   * @defaultValue 48000
   */
  readonly sampleRate?: number
  /**
   * 1 to 1024. Every channel holds the same signal, but for noise, where each has its own.
   *
   * @defaultValue 1
   */
  readonly channelCount?: number
  /**
   * The size of the buffers: 1 frame or more. It does not change what they hold; the last one may
   * be shorter.
   *
   * @defaultValue 10 ms when `realtime`, else 16384
   */
  readonly framesPerBuffer?: number
  /**
   * Hands each buffer out when its last frame would have been captured, by the clock, with
   * `timestampMs` set. A reader that is late is not given less: nothing is dropped.
   *
   * @defaultValue false
   */
  readonly realtime?: boolean
}

/** The options of {@link SignalOptions}, by name. */
export const signalOptionNames: readonly string[] = [
  ...portOptionNames,
  ...levelOptionNames,
  'durationMs',
  'frameCount',
  'sampleRate',
  'channelCount',
  'framesPerBuffer',
  'realtime',
]

/** The options of a signal, checked and complete. */
export interface SignalSettings {
  readonly format: AudioFormat
  readonly frameCount: number
  readonly framesPerBuffer: number
  readonly amplitude: number
  readonly realtime: boolean
}

/** Checks the options of a signal; `own` names those that only this signal has. */
export function readSignalOptions(
  where: string,
  options: SignalOptions,
  own: readonly string[] = [],
): SignalSettings {
  checkKnownOptions(where, options, [...own, ...signalOptionNames])
  const sampleRate = checkNumber('sampleRate', options.sampleRate ?? 48_000, {
    min: 1,
    max: 1_536_000,
    unit: 'Hz',
  })
  const channelCount = checkNumber('channelCount', options.channelCount ?? 1, {
    min: 1,
    max: 1024,
    integer: true,
  })
  const realtime = checkBoolean('realtime', options.realtime ?? false)
  const usual = realtime ? Math.max(1, msToFrames(10, sampleRate)) : 16_384
  return {
    format: { sampleRate, channelCount },
    frameCount: readLength(options, sampleRate),
    framesPerBuffer: checkNumber('framesPerBuffer', options.framesPerBuffer ?? usual, {
      min: 1,
      max: 2 ** 24,
      integer: true,
      unit: 'frames',
    }),
    amplitude: readLevel(options),
    realtime,
  }
}

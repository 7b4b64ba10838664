import { checkNumber, invalidOption } from '../errors/option-checks.js'
import type { ChannelLayout } from './channel-layout.js'

/** What a stream of audio looks like. */
export interface AudioFormat {
  /** Frames in a second, in Hz: 1 to 1 536 000. */
  readonly sampleRate: number
  /** Samples in a frame: 1 to 1024. */
  readonly channelCount: number
  /** Where each channel belongs; where it is absent, the usual layout for the count is assumed. */
  readonly channelLayout?: ChannelLayout | undefined
}

/** The highest sample rate that is accepted, in Hz. */
export const maxSampleRate = 1_536_000
/** The highest channel count that is accepted. */
export const maxChannelCount = 1024

/** Returns the format, or throws `invalid-option` that names the field. */
export function checkFormat(format: AudioFormat): AudioFormat {
  if (typeof format !== 'object' || format === null)
    throw invalidOption('format', 'an AudioFormat', format)
  checkNumber('sampleRate', format.sampleRate, { min: 1, max: maxSampleRate, unit: 'Hz' })
  checkNumber('channelCount', format.channelCount, { min: 1, max: maxChannelCount, integer: true })
  const layout = format.channelLayout
  if (layout !== undefined && layout.length !== format.channelCount) {
    throw invalidOption(
      'channelLayout',
      `a list of ${format.channelCount} channel names (one for each channel)`,
      layout,
    )
  }
  return format
}

/** Whether two formats have the same rate, count and (where both state one) layout. */
export function sameFormat(a: AudioFormat, b: AudioFormat): boolean {
  if (a === b) return true
  if (a.sampleRate !== b.sampleRate || a.channelCount !== b.channelCount) return false
  const [left, right] = [a.channelLayout, b.channelLayout]
  if (left === right || left === undefined || right === undefined) return true
  return left.every((name, index) => name === right[index])
}

/** A format in words: `48000 Hz, 2 channels`. */
export function describeFormat(format: AudioFormat): string {
  const count = format.channelCount
  return `${format.sampleRate} Hz, ${count} ${count === 1 ? 'channel' : 'channels'}`
}

import type { AudioFormat } from '../format/audio-format.js'
import { defaultChannelLayout } from '../format/channel-layout.js'
import { sameFormat } from '../format/audio-format.js'
import type { WavSampleFormat } from './wav-sample-format.js'

/**
 * Whether the WAVE specification asks for the extensible header: for more than two channels, for
 * integers of more than 16 bits, and for channels that are not in their usual places.
 *
 * @internal
 */
export function needsExtensible(sampleFormat: WavSampleFormat, format: AudioFormat): boolean {
  if (format.channelCount > 2 || sampleFormat === 's24' || sampleFormat === 's32') return true
  const usual = defaultChannelLayout(format.channelCount) ?? []
  return !sameFormat(format, { ...format, channelLayout: usual })
}

import type { PcmSampleFormat } from '../pcm/pcm-sample-format.js'
import type { WavSampleFormat } from './wav-sample-format.js'

/** The sample format with its byte order. @internal */
export function wavPcmFormat(
  sampleFormat: WavSampleFormat,
  littleEndian: boolean,
): PcmSampleFormat {
  if (sampleFormat === 'u8' || sampleFormat === 'alaw' || sampleFormat === 'mulaw')
    return sampleFormat
  return `${sampleFormat}${littleEndian ? 'le' : 'be'}`
}

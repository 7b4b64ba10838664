import { checkChoice, checkNumber, invalidOption } from '../errors/option-checks.js'
import { maxChannelCount } from '../format/audio-format.js'
import { type PcmSampleFormat, checkPcmSampleFormat } from './pcm-sample-format.js'

/**
 * How the channels of a block of bytes lie: sample by sample in turn (`'interleaved'`), or one
 * channel after the other (`'planar'`). A planar block is complete in itself: where its second
 * channel begins depends on its length.
 */
export type PcmLayout = 'interleaved' | 'planar'

/** What the bytes of PCM audio look like. */
export interface PcmByteFormat {
  /** How one sample is written. */
  readonly sampleFormat: PcmSampleFormat
  /** Samples in a frame: 1 to 1024. */
  readonly channelCount: number
  /** @defaultValue `'interleaved'` */
  readonly layout?: PcmLayout
}

/** Returns the format with its layout filled in, or throws `invalid-option` naming the field. */
export function checkPcmByteFormat(format: PcmByteFormat): Required<PcmByteFormat> {
  if (typeof format !== 'object' || format === null) {
    throw invalidOption('format', 'a PcmByteFormat', format)
  }
  return {
    sampleFormat: checkPcmSampleFormat(format.sampleFormat),
    channelCount: checkNumber('channelCount', format.channelCount, {
      min: 1,
      max: maxChannelCount,
      integer: true,
    }),
    layout: checkChoice('layout', format.layout ?? 'interleaved', ['interleaved', 'planar']),
  }
}

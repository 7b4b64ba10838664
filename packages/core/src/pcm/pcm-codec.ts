import {
  type PcmSampleFormat,
  checkPcmSampleFormat,
  pcmSampleFormats,
} from './pcm-sample-format.js'

/** The `codec` of a packet of interleaved PCM: `'pcm-s16le'`, `'pcm-alaw'`, ... */
export type PcmCodec = `pcm-${PcmSampleFormat}`

/** The codec name of a sample format: `'pcm-s16le'` for `'s16le'`. */
export function pcmCodecOf(sampleFormat: PcmSampleFormat): PcmCodec {
  return `pcm-${checkPcmSampleFormat(sampleFormat)}`
}

/**
 * The sample format that a codec name stands for, or `undefined` where it is no PCM.
 *
 * @example
 * ```ts
 * import { pcmSampleFormatOf } from '@patchcord/core'
 *
 * console.log(pcmSampleFormatOf('pcm-s16le'), pcmSampleFormatOf('opus')) // s16le undefined
 * ```
 */
export function pcmSampleFormatOf(codec: string): PcmSampleFormat | undefined {
  return pcmSampleFormats.find((sampleFormat) => codec === `pcm-${sampleFormat}`)
}

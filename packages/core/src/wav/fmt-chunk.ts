import { maxChannelCount, maxSampleRate } from '../format/audio-format.js'
import type { ChannelLayout } from '../format/channel-layout.js'
import { layoutOfMask } from './channel-mask.js'
import { fileInvalid, fileUnsupported } from './file-error.js'
import { formatTagName, readSubFormatTag } from './format-tag.js'
import { type WavSampleFormat, findWavSampleFormat } from './wav-sample-format.js'

/** What a `fmt ` chunk says, checked. @internal */
export interface FmtChunk {
  readonly sampleFormat: WavSampleFormat
  readonly sampleRate: number
  readonly channelCount: number
  readonly channelLayout: ChannelLayout | undefined
  readonly bytesPerFrame: number
  readonly validBits: number
  readonly warning: string | undefined
}

/** The format tag of WAVEFORMATEXTENSIBLE. @internal */
export const extensibleTag = 0xfffe

/** Reads the content of a `fmt ` chunk (its first 40 bytes are enough). @internal */
export function parseFmtChunk(path: string, view: DataView, littleEndian: boolean): FmtChunk {
  if (view.byteLength < 16) {
    throw fileInvalid(path, `its 'fmt ' chunk has ${view.byteLength} bytes, at least 16 are needed`)
  }
  const statedTag = view.getUint16(0, littleEndian)
  const channelCount = view.getUint16(2, littleEndian)
  const sampleRate = view.getUint32(4, littleEndian)
  const blockAlign = view.getUint16(12, littleEndian)
  const bits = view.getUint16(14, littleEndian)
  const extensible = statedTag === extensibleTag
  const formatTag = extensible ? readSubFormatTag(path, view, littleEndian) : statedTag
  checkChannels(path, channelCount)
  checkRate(path, sampleRate)

  const bytesPerSample = Math.ceil(bits / 8)
  const sampleFormat = findWavSampleFormat(formatTag, bytesPerSample)
  if (sampleFormat === undefined || bits === 0) {
    throw fileUnsupported(
      path,
      `its samples are ${bits}-bit ${formatTagName(formatTag)}; read are 8 to 32-bit PCM, 32 and 64-bit float, A-law and µ-law. ` +
        'Convert it first, with sox or ffmpeg for example',
      { formatTag, bitsPerSample: bits },
    )
  }
  const bytesPerFrame = channelCount * bytesPerSample
  if (blockAlign !== bytesPerFrame && blockAlign !== 0) {
    throw fileInvalid(
      path,
      `its block size is ${blockAlign} bytes, but ${channelCount} channels of ${bits} bits take ${bytesPerFrame} bytes`,
      { blockAlign, channelCount, bitsPerSample: bits },
    )
  }
  const statedValid = extensible ? view.getUint16(18, littleEndian) : bits
  return {
    sampleFormat,
    sampleRate,
    channelCount,
    channelLayout: extensible
      ? layoutOfMask(view.getUint32(20, littleEndian), channelCount)
      : undefined,
    bytesPerFrame,
    validBits: statedValid === 0 || statedValid > bits ? bits : statedValid,
    warning:
      blockAlign === 0 ? `The block size was 0; ${bytesPerFrame} bytes were assumed.` : undefined,
  }
}

function checkChannels(path: string, channelCount: number): void {
  if (channelCount === 0) throw fileInvalid(path, 'its header states 0 channels', { channelCount })
  if (channelCount > maxChannelCount) {
    throw fileUnsupported(
      path,
      `it has ${channelCount} channels, at most ${maxChannelCount} are read`,
      { channelCount },
    )
  }
}

function checkRate(path: string, sampleRate: number): void {
  if (sampleRate === 0)
    throw fileInvalid(path, 'its header states a sample rate of 0 Hz', { sampleRate })
  if (sampleRate > maxSampleRate) {
    throw fileUnsupported(
      path,
      `its sample rate is ${sampleRate} Hz, at most ${maxSampleRate} Hz is read`,
      { sampleRate },
    )
  }
}

import type { AudioFormat } from '../format/audio-format.js'
import { defaultChannelLayout } from '../format/channel-layout.js'
import { maskOfLayout } from './channel-mask.js'
import { extensibleTag } from './fmt-chunk.js'
import { subFormatTail } from './format-tag.js'
import { type WavSampleFormat, wavEncodings } from './wav-sample-format.js'

/** Everything about a file that is to be written, but its length. @internal */
export interface WavHeaderLayout {
  readonly sampleFormat: WavSampleFormat
  readonly bytesPerFrame: number
  /** The content of the `fmt ` chunk. */
  readonly fmt: Uint8Array
  /** Whether a `fact` chunk is written: for everything but PCM. */
  readonly fact: boolean
  /** Where the samples begin: the length of the header. */
  readonly dataOffset: number
}

/** Content bytes of the `ds64` chunk, and of the `JUNK` chunk that keeps its place. @internal */
export const ds64Bytes = 28

/** Lays out the header of a file. @internal */
export function wavHeaderLayout(
  sampleFormat: WavSampleFormat,
  format: AudioFormat,
  extensible: boolean,
): WavHeaderLayout {
  const { formatTag, bytesPerSample } = wavEncodings[sampleFormat]
  const bytesPerFrame = format.channelCount * bytesPerSample
  const pcm = formatTag === 1
  const fmt = new Uint8Array(extensible ? 40 : pcm ? 16 : 18)
  const view = new DataView(fmt.buffer)
  view.setUint16(0, extensible ? extensibleTag : formatTag, true)
  view.setUint16(2, format.channelCount, true)
  view.setUint32(4, format.sampleRate, true)
  view.setUint32(8, Math.min(format.sampleRate * bytesPerFrame, 0xffff_ffff), true)
  view.setUint16(12, bytesPerFrame, true)
  view.setUint16(14, bytesPerSample * 8, true)
  if (extensible) {
    view.setUint16(16, 22, true)
    view.setUint16(18, bytesPerSample * 8, true)
    const layout = format.channelLayout ?? defaultChannelLayout(format.channelCount) ?? []
    view.setUint32(20, maskOfLayout(layout), true)
    view.setUint32(24, formatTag, true)
    view.setUint16(30, 0x10, true)
    fmt.set(subFormatTail, 32)
  }
  const dataOffset = 12 + (8 + ds64Bytes) + (8 + fmt.length) + (pcm ? 0 : 12) + 8
  return { sampleFormat, bytesPerFrame, fmt, fact: !pcm, dataOffset }
}

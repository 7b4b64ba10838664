import { type AudioFormat, type ChannelLayout, defaultChannelLayout } from '@patchcord/core'
import { ByteCursor } from './byte-cursor.js'
import { numberedChannels } from './channel-numbers.js'
import { numberedCodecs } from './codec-numbers.js'
import { maxCodecBytes } from './format-bytes.js'
import {
  discontinuityFlag,
  endFlag,
  layoutListed,
  layoutUsual,
  mostEndMarkers,
  paddedFlag,
  timestampFlag,
  versionMask,
} from './inner-flags.js'

const maxSampleRate = 1_536_000
const maxChannelCount = 1024

/** Reads what {@link InnerWriter} wrote, into the same object. @internal */
export class InnerReader {
  isEnd = false
  discontinuity = false
  startOffsetMs = 0
  frameCount = 0
  position = 0
  sequence = 0
  timestampMs: number | undefined
  codec = ''
  format: AudioFormat = { sampleRate: 1, channelCount: 1 }
  payload: Uint8Array = new Uint8Array(0)
  private readonly cursor = new ByteCursor(Buffer.alloc(0))

  /** Reads the plaintext of a packet; `false` if it is not of this version, or makes no sense. */
  read(plain: Buffer): boolean {
    const { cursor } = this
    cursor.reset(plain)
    const flags = cursor.byte()
    this.isEnd = (flags & endFlag) !== 0
    this.discontinuity = (flags & discontinuityFlag) !== 0
    this.startOffsetMs = cursor.uint24()
    this.frameCount = cursor.number()
    this.position = cursor.number()
    this.sequence = cursor.number()
    this.timestampMs = (flags & timestampFlag) === 0 ? undefined : cursor.float()
    this.codec = this.readCodec()
    this.readFormat(flags)
    const padding = (flags & paddedFlag) === 0 ? 0 : cursor.uint24()
    const end = plain.length - padding
    if (cursor.failed || end < cursor.at || (flags & versionMask) !== 0) return false
    if (this.isEnd && this.frameCount > mostEndMarkers) return false
    if (this.timestampMs !== undefined && !Number.isFinite(this.timestampMs)) return false
    this.payload = new Uint8Array(plain.buffer, plain.byteOffset + cursor.at, end - cursor.at)
    return true
  }

  private readCodec(): string {
    const { cursor } = this
    const number = cursor.byte()
    if (number > 0) {
      const codec = numberedCodecs[number]
      if (codec === undefined) cursor.failed = true
      return codec ?? ''
    }
    const length = cursor.byte()
    if (length === 0 || length > maxCodecBytes) cursor.failed = true
    return cursor.text(length)
  }

  /** Keeps the object while the format stays the same. */
  private readFormat(flags: number): void {
    const { cursor } = this
    const whole = cursor.number()
    const sampleRate = whole === 0 ? cursor.float() : whole
    const channelCount = cursor.number()
    if (!(sampleRate >= 1 && sampleRate <= maxSampleRate)) cursor.failed = true
    if (channelCount < 1 || channelCount > maxChannelCount) cursor.failed = true
    if (cursor.failed) return
    const before = this.format
    const isSame = sampleRate === before.sampleRate && channelCount === before.channelCount
    if ((flags & (layoutUsual | layoutListed)) === 0) {
      const plain = isSame && before.channelLayout === undefined
      if (!plain) this.format = { sampleRate, channelCount }
      return
    }
    const channelLayout = this.readLayout(flags, channelCount)
    if (isSame && isSameLayout(channelLayout, before.channelLayout)) return
    this.format = { sampleRate, channelCount, channelLayout }
  }

  private readLayout(flags: number, channelCount: number): ChannelLayout {
    if ((flags & layoutUsual) !== 0) {
      const usual = defaultChannelLayout(channelCount)
      if (usual === undefined) this.cursor.failed = true
      return usual ?? []
    }
    return Array.from({ length: channelCount }, () => {
      const name = numberedChannels[this.cursor.byte()]
      if (name === undefined) this.cursor.failed = true
      return name ?? 'M'
    })
  }
}

function isSameLayout(layout: ChannelLayout, other: ChannelLayout | undefined): boolean {
  return layout === other || layout.every((name, index) => name === other?.[index])
}

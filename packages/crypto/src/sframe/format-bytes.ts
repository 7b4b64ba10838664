import { type AudioFormat, PatchcordError, defaultChannelLayout } from '@patchcord/core'
import { ByteCursor } from './byte-cursor.js'
import { numberedChannels } from './channel-numbers.js'
import { numberedCodecs } from './codec-numbers.js'
import { layoutListed, layoutUsual } from './inner-flags.js'

/** The codec and format of a packet as they stand in it. @internal */
export interface FormatBytes {
  readonly flags: number
  readonly bytes: Buffer
}

/** Longest name of a codec, in bytes. @internal */
export const maxCodecBytes = 64

/**
 * Writes codec and format: a byte for the codec (0: its length and name follow), the rate (0: a
 * 64-bit float follows), the channel count, and a byte for each channel of an unusual layout.
 *
 * @internal
 */
export function formatBytes(codec: string, format: AudioFormat): FormatBytes {
  const { sampleRate, channelCount, channelLayout } = format
  const cursor = new ByteCursor(Buffer.alloc(2048))
  const number = codec === '' ? -1 : numberedCodecs.indexOf(codec)
  cursor.putByte(Math.max(0, number))
  if (number < 0) putName(cursor, codec)
  const isWhole = Number.isInteger(sampleRate)
  cursor.putNumber(isWhole ? sampleRate : 0)
  if (!isWhole) cursor.putFloat(sampleRate)
  cursor.putNumber(channelCount)
  if (channelLayout === undefined) return { flags: 0, bytes: cursor.written() }
  const usual = defaultChannelLayout(channelCount)
  if (usual !== undefined && channelLayout.every((name, index) => name === usual[index])) {
    return { flags: layoutUsual, bytes: cursor.written() }
  }
  for (const name of channelLayout) cursor.putByte(numberedChannels.indexOf(name))
  return { flags: layoutListed, bytes: cursor.written() }
}

function putName(cursor: ByteCursor, codec: string): void {
  const name = Buffer.from(codec, 'utf8')
  if (name.length > maxCodecBytes) {
    throw new PatchcordError(
      'data-invalid',
      `the name of a packet's codec may have up to ${maxCodecBytes} bytes, and has ${name.length}`,
      { details: { byteLength: name.length } },
    )
  }
  cursor.putByte(name.length)
  cursor.putBytes(name)
}

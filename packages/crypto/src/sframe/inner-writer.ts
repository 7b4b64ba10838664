import type { AudioFormat, Packet } from '@patchcord/core'
import { ByteCursor } from './byte-cursor.js'
import { type FormatBytes, formatBytes } from './format-bytes.js'
import { discontinuityFlag, endFlag, paddedFlag, timestampFlag } from './inner-flags.js'

/** Enough for every inner block: with 1024 named channels it has some 1150 bytes. @internal */
export const maxInnerBytes = 2048

/** What a packet tells of itself. @internal */
export type SealedPlace = Pick<
  Packet,
  'codec' | 'format' | 'frameCount' | 'position' | 'sequence' | 'timestampMs' | 'discontinuity'
>

/**
 * Writes what is encrypted before the payload: flags, the start of the session within its unit,
 * frame count (in an end marker how many were sent before it), position, sequence, the timestamp
 * if there is one, codec and format, and the length of the padding if there is any.
 *
 * @internal
 */
export class InnerWriter {
  /** The block that was written last. */
  readonly cursor: ByteCursor
  private codec = ''
  private format: AudioFormat | undefined
  private known: FormatBytes = { flags: 0, bytes: Buffer.alloc(0) }

  constructor(private readonly bytes: Buffer) {
    this.cursor = new ByteCursor(bytes)
  }

  /** Writes a block and returns its length; `padded` leaves room for the length of the padding. */
  write(place: SealedPlace, startOffsetMs: number, isEnd: boolean, padded: boolean): number {
    const { codec, format, timestampMs } = place
    if (codec !== this.codec || format !== this.format) {
      this.known = formatBytes(codec, format)
      this.codec = codec
      this.format = format
    }
    const { cursor, known } = this
    cursor.reset(this.bytes)
    cursor.putByte(
      known.flags |
        (isEnd ? endFlag : 0) |
        (padded ? paddedFlag : 0) |
        (place.discontinuity ? discontinuityFlag : 0) |
        (timestampMs === undefined ? 0 : timestampFlag),
    )
    cursor.putUint24(startOffsetMs)
    cursor.putNumber(place.frameCount)
    cursor.putNumber(place.position)
    cursor.putNumber(place.sequence)
    if (timestampMs !== undefined) cursor.putFloat(timestampMs)
    cursor.putBytes(known.bytes)
    if (padded) cursor.putUint24(0)
    return cursor.at
  }
}

import { type AudioFormat, Packet } from '@patchcord/core'
import { checkBytes } from '../bytes/check-bytes.js'
import { sframeCodec } from './sframe-encrypt.js'

/**
 * A packet of bytes that came from a network, for {@link sframeDecrypt}. What stands beside the bytes is
 * not known yet: the frames are 0, and so are position and sequence.
 *
 * @param bytes - what was received: one packet
 * @param format - what the source of the packets has announced; the sender's own counts in the end
 * @throws PatchcordError `invalid-option`: these are no bytes
 *
 * @example
 * ```ts
 * import { sframePacket } from '@patchcord/crypto'
 *
 * const packet = sframePacket(new Uint8Array(80), { sampleRate: 48_000, channelCount: 1 })
 * console.log(packet.codec, packet.bytes.length) // sframe 80
 * ```
 */
export function sframePacket(bytes: Uint8Array, format: AudioFormat): Packet {
  checkBytes('bytes', bytes)
  return new Packet({ bytes, codec: sframeCodec, format, frameCount: 0, sequence: 0 })
}

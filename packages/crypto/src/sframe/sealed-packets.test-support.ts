import { type KeyObject, createSecretKey } from 'node:crypto'
import { type AudioFormat, Packet } from '@patchcord/core'
import { PacketSealer, type SealerSeams, type SealerSettings } from './packet-sealer.js'
import { type SFrameOptions, sframeSecretOf } from './sframe-options.js'

/** The key of the tests. */
export const testKey: KeyObject = createSecretKey(
  Buffer.from([...Array(32).keys()].map((index) => index * 7 + 3)),
)

/** What both ends of the tests' link have. */
export const link: SFrameOptions = { key: testKey, sender: 'ada' }

export const mono16: AudioFormat = { sampleRate: 16_000, channelCount: 1 }

/** 20 ms of mono at 16 kHz, whose bytes are a function of the sequence number. */
export function plainPacket(sequence: number): Packet {
  const bytes = new Uint8Array(640)
  for (let index = 0; index < bytes.length; index++) bytes[index] = sequence * 31 + index * 7
  return new Packet({
    bytes,
    codec: 'pcm-s16le',
    format: mono16,
    frameCount: 320,
    position: sequence * 320,
    sequence,
  })
}

/** A sealer with the defaults of `sframeEncrypt`. */
export function testSealer(
  settings: Partial<SealerSettings> = {},
  seams: SealerSeams = {},
  options: SFrameOptions = link,
): PacketSealer {
  const defaults = { rotateAfterMs: 600_000, rotateAfterPackets: 2 ** 20, padToBytes: undefined }
  return new PacketSealer(sframeSecretOf(options), { ...defaults, ...settings }, seams)
}

/** A packet as it comes out of the sender. */
export function sealedPacket(sealer: PacketSealer, packet: Packet, nowMs = 1000): Packet {
  const bytes = sealer.seal(packet, packet.bytes, nowMs)
  return packet.with({ bytes, codec: 'sframe', timestampMs: undefined })
}

/** Packets from a sealer, as they would come over a link. */
export function* sealedPackets(sealer: PacketSealer, packets: Iterable<Packet>): Generator<Packet> {
  for (const packet of packets) yield sealedPacket(sealer, packet)
}

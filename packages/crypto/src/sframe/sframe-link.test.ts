import {
  AudioBuffer,
  type AudioFormat,
  type DropEvent,
  Packet,
  concealGaps,
  pcmDecoder,
  pcmEncoder,
  pipeline,
  reorder,
  sink,
  source,
} from '@patchcord/core'
import { lossyLink } from '@patchcord/testkit'
import { describe, expect, it } from 'vitest'
import { link, mono16, plainPacket, testKey } from './sealed-packets.test-support.js'
import { sframeDecrypt } from './sframe-decrypt.js'
import type { SFrameDecryptOptions } from './sframe-decrypt-options.js'
import { sframeEncrypt } from './sframe-encrypt.js'
import type { SFrameEncryptOptions } from './sframe-encrypt-options.js'
import type { SFrameIncident } from './sframe-incident.js'

const plain = (count: number): Packet[] =>
  Array.from({ length: count }, (_, sequence) => plainPacket(sequence))

/** What comes out of the sender. */
async function sent(
  packets: readonly Packet[],
  options: Partial<SFrameEncryptOptions> = {},
  format: AudioFormat = mono16,
): Promise<Packet[]> {
  const out: Packet[] = []
  const tx = sframeEncrypt({ ...link, ...options })
  const keep = sink((packet) => void out.push(packet), { accepts: 'packet' })
  await pipeline(source(packets, { format }), tx, keep).finished
  return out
}

/** What the receiver makes of packets. */
async function received(
  packets: Iterable<Packet>,
  options: Partial<SFrameDecryptOptions> = {},
  format: AudioFormat = mono16,
) {
  const rx = sframeDecrypt({ ...link, ...options })
  const out: Packet[] = []
  const incidents: SFrameIncident[] = []
  const drops: DropEvent[] = []
  rx.on('incident', (incident: SFrameIncident) => incidents.push(incident))
  rx.on('drop', (drop: DropEvent) => drops.push(drop))
  const keep = sink((packet) => void out.push(packet), { accepts: 'packet' })
  const { tailDiscontinuity } = await pipeline(source(packets, { format }), rx, keep).finished
  return { rx, out, incidents, drops, tailDiscontinuity, stats: rx.stats() }
}

const sequences = (packets: readonly Packet[]): number[] => packets.map((one) => one.sequence)

describe('an encrypted link', () => {
  it('gives back what was sent, and all it says of itself', async () => {
    const stereo = { sampleRate: 44_100, channelCount: 2, channelLayout: ['FL', 'FR'] } as const
    const odd = { sampleRate: 22_050.5, channelCount: 2, channelLayout: ['BL', 'LFE'] } as const
    const packets = [
      new Packet({
        bytes: Uint8Array.of(1, 2),
        codec: 'opus',
        format: stereo,
        frameCount: 7,
        sequence: 3,
        position: 2 ** 40,
        timestampMs: 1.7e12 + 0.25,
      }),
      new Packet({
        bytes: new Uint8Array(0),
        codec: 'my-own-codec',
        format: stereo,
        frameCount: 0,
        sequence: 2 ** 50,
        discontinuity: true,
      }),
      new Packet({
        bytes: new Uint8Array(70_000).fill(9),
        codec: 'pcm-f32le',
        format: odd,
        frameCount: 2 ** 33,
        sequence: 5,
      }),
      new Packet({
        bytes: Buffer.from('plain text that nobody sees'),
        codec: 'pcm-alaw',
        format: mono16,
        frameCount: 27,
        sequence: 6,
        metadata: { note: 'here' },
      }),
    ]
    const sealed = await sent(packets, {}, stereo)
    for (const [index, packet] of packets.entries()) {
      const one = sealed[index] as Packet
      expect(one.codec).toBe('sframe')
      expect(Buffer.from(one.bytes).includes('plain')).toBe(false)
      expect(one.bytes.length - packet.bytes.length).toBeGreaterThan(30)
    }
    const { out, rx, stats } = await received(sealed, {}, stereo)
    expect(out.map((packet) => packet.with({ bytes: new Uint8Array(packet.bytes) }))).toEqual(
      packets.map((packet) => packet.with({ bytes: new Uint8Array(packet.bytes) })),
    )
    expect(out[0]?.timestampMs).toBe(1.7e12 + 0.25)
    expect([rx.ending, stats.delivered, stats.drops, stats.lost]).toEqual(['ended', 4, 0, 0])
  })

  it('takes its format and numbers from inside, whatever stands beside the bytes', async () => {
    const lies = { codec: 'pcm-s16le', frameCount: 2 ** 40, position: -5, sequence: Number.NaN }
    const format = { sampleRate: 8000, channelCount: 6 }
    const sealed = (await sent(plain(3))).map((packet) =>
      packet.with({ ...lies, format, timestampMs: 5, discontinuity: true }),
    )
    const { out, rx } = await received(sealed, {}, format)
    expect(out).toEqual(plain(3))
    expect(rx.inputFormat).toEqual(mono16)
  })

  it('carries audio over a link that loses, repeats and shuffles', async () => {
    const samples = Float32Array.from({ length: 32_000 }, (_, at) => Math.sin(at / 20))
    const tone = new AudioBuffer({ ...mono16, samples })
    const tx = sframeEncrypt({ ...link, endMarkers: 16 })
    const rx = sframeDecrypt(link)
    const weather = lossyLink({ lossRatio: 0.1, duplicateRatio: 0.1, reorderRatio: 0.1, seed: 3 })
    const order = reorder()
    const fill = concealGaps()
    let frames = 0
    const count = sink((buffer) => void (frames += buffer.frameCount))
    const stages = [pcmEncoder(), tx, weather, rx, order, pcmDecoder(), fill] as const
    await pipeline(source([tone]), ...stages, count).finished
    const { delivered, replay, lost, authentication } = rx.stats()
    expect(frames).toBe(32_000)
    expect(lost).toBeGreaterThan(0)
    expect([delivered + lost, authentication]).toEqual([100, 0])
    expect(replay).toBeGreaterThan(0)
    // The gaps by the counters are those by the sequence numbers, and what concealment fills.
    expect(order.stats().lost).toBe(lost)
    expect(fill.stats().concealedFrames).toBe(320 * lost)
    expect(rx.ending).toBe('ended')
  })

  it.each([
    { key: Buffer.alloc(32, 1) },
    { sender: 'bob' },
    { direction: 'down' },
    { suite: 'AES_128_GCM_SHA256_128' as const },
  ])('is opened by nobody with another %o', async (other) => {
    const { out, stats, rx } = await received(await sent(plain(5)), other)
    expect(out).toEqual([])
    expect(stats).toMatchObject({ delivered: 0, authentication: 8, sessions: 0, drops: 8 })
    expect(rx.ending).toBe('cut')
  })

  it('refuses what is thrown back at its sender', async () => {
    const [ada, bob] = [await sent(plain(3)), await sent(plain(3), { sender: 'bob' })]
    const toAda = await received([...ada, ...bob], { sender: 'bob' })
    expect(toAda.stats).toMatchObject({ delivered: 3, authentication: 6 })
    const down = await received(await sent(plain(3), { direction: 'up' }), { direction: 'down' })
    expect(down.stats).toMatchObject({ delivered: 0, authentication: 6 })
  })

  it.each([
    'AES_128_CTR_HMAC_SHA256_80',
    'AES_128_CTR_HMAC_SHA256_64',
    'AES_128_CTR_HMAC_SHA256_32',
    'AES_128_GCM_SHA256_128',
    'AES_256_GCM_SHA512_128',
  ] as const)('works with %s, whole and in part', async (suite) => {
    const sealed = await sent(plain(4), { suite })
    const flipped = sealed.map((packet, index) => {
      const bytes = Uint8Array.from(packet.bytes)
      bytes[bytes.length - 1]! ^= index === 1 ? 1 : 0
      return packet.with({ bytes })
    })
    const { out, stats } = await received(flipped, { suite, key: new Uint8Array(testKey.export()) })
    expect(sequences(out)).toEqual([0, 2, 3])
    expect(stats).toMatchObject({ authentication: 1, lost: 1 })
  })
})

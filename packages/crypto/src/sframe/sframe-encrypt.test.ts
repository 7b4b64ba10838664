import {
  type AudioFormat,
  type Packet,
  isPatchcordError,
  pipeline,
  sink,
  source,
} from '@patchcord/core'
import { VirtualClock } from '@patchcord/testkit'
import { describe, expect, it } from 'vitest'
import type { PacketSealer } from './packet-sealer.js'
import { link, mono16, plainPacket } from './sealed-packets.test-support.js'
import { SFrameEncrypt, sframeEncrypt } from './sframe-encrypt.js'
import type { SFrameEncryptOptions } from './sframe-encrypt-options.js'

async function sent(
  packets: Iterable<Packet> | AsyncIterable<Packet>,
  tx: SFrameEncrypt,
  format: AudioFormat = mono16,
): Promise<{ out: Packet[]; code: string | undefined }> {
  const out: Packet[] = []
  const keep = sink((packet) => void out.push(packet), { accepts: 'packet' })
  const failure: unknown = await pipeline(source(packets, { format }), tx, keep).finished.then(
    () => undefined,
    (error: unknown) => error,
  )
  return { out, code: isPatchcordError(failure) ? failure.code : undefined }
}

const three = (): Packet[] => [0, 1, 2].map((sequence) => plainPacket(sequence))
const make = (options: Partial<SFrameEncryptOptions> = {}): SFrameEncrypt =>
  sframeEncrypt({ ...link, ...options })

describe('sframeEncrypt', () => {
  it('tells the end as often as asked, after the last packet', async () => {
    for (const endMarkers of [0, 1, 16]) {
      const { out } = await sent(three(), make({ endMarkers }))
      expect(out.map(({ frameCount }) => frameCount)).toEqual([
        ...[320, 320, 320],
        ...Array<number>(endMarkers).fill(0),
      ])
    }
    const { out } = await sent([], make())
    expect(out.map(({ frameCount }) => frameCount)).toEqual([0, 0, 0])
  })

  it('tells no end where the stream fails, is closed, or changes its format', async () => {
    function* failing(): Generator<Packet> {
      yield plainPacket(0)
      throw new Error('the microphone is gone')
    }
    expect((await sent(failing(), make())).out).toHaveLength(1)
    const tx = make()
    async function* closing(): AsyncGenerator<Packet> {
      yield plainPacket(0)
      yield plainPacket(1)
      await tx.close()
      yield plainPacket(2)
    }
    const { out } = await sent(closing(), tx)
    expect(out.every(({ frameCount }) => frameCount > 0)).toBe(true)
    const stereo = { sampleRate: 48_000, channelCount: 2 }
    const changing = [plainPacket(0), plainPacket(1).with({ format: stereo })]
    const changed = (await sent(changing, make({ endMarkers: 1 }))).out
    expect(changed.map(({ frameCount }) => frameCount)).toEqual([320, 320, 0])
  })

  it('fails closed when the cipher throws: nothing passes, before or after', async () => {
    const tx = make()
    const { sealer } = tx as unknown as { sealer: PacketSealer }
    const seal = sealer.seal.bind(sealer)
    let calls = 0
    sealer.seal = (...args): Uint8Array => {
      if (++calls === 2) throw new Error('the cipher failed')
      return seal(...args)
    }
    const { out, code } = await sent(three(), tx)
    expect([out.length, code, tx.state]).toEqual([1, 'stage-failed', 'failed'])
    expect(Buffer.from(out[0]!.bytes).includes(Buffer.from(plainPacket(0).bytes))).toBe(false)
  })

  it('fails with key-exhausted, and sends nothing more, when counters are used up', async () => {
    const { out, code } = await sent(
      three(),
      new SFrameEncrypt(link, { firstCounter: 2 ** 32 - 1 }),
    )
    expect([out.length, code]).toEqual([1, 'key-exhausted'])
  })

  it.each([
    { position: -1 },
    { position: 0.5 },
    { sequence: Number.NaN },
    { frameCount: 2 ** 53 },
    { timestampMs: Infinity },
    { bytes: new DataView(new ArrayBuffer(4)) as never },
    { codec: 'x'.repeat(65) },
    { format: { sampleRate: 16_000, channelCount: 1, channelLayout: ['XX' as never] } },
    { format: { sampleRate: 16_000, channelCount: 1, channelLayout: [] } },
  ])('refuses a packet that could not be told about: %o', async (changes) => {
    const { out, code } = await sent([plainPacket(0).with(changes)], make())
    expect([out.length, code]).toEqual([0, 'data-invalid'])
  })

  it('changes keys by the clock of its run, and counts it', async () => {
    const clock = new VirtualClock()
    const tx = make({ clock, rotateAfterMs: 1000 })
    async function* paced(): AsyncGenerator<Packet> {
      for (let sequence = 0; sequence < 10; sequence++) {
        yield plainPacket(sequence)
        await clock.sleep(500)
      }
    }
    const ended = sent(paced(), tx)
    await clock.runUntil(ended)
    expect(tx.stats()).toMatchObject({ sessions: 1, rotations: 5, itemsIn: 10, itemsOut: 13 })
  })
})

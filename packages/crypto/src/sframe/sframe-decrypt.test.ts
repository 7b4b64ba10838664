import { type DropEvent, Packet, pipeline, sink, source } from '@patchcord/core'
import { VirtualClock } from '@patchcord/testkit'
import { describe, expect, it } from 'vitest'
import {
  link,
  mono16,
  plainPacket,
  sealedPacket,
  testSealer,
} from './sealed-packets.test-support.js'
import { type SFrameDecrypt, sframeDecrypt } from './sframe-decrypt.js'
import type { SFrameDecryptOptions } from './sframe-decrypt-options.js'
import { sframeEncrypt } from './sframe-encrypt.js'
import type { SFrameIncident } from './sframe-incident.js'
import { sframePacket } from './sframe-packet.js'

/** Packets from a sender that ends, its end markers last. */
async function sent(count: number, endMarkers = 1): Promise<Packet[]> {
  const out: Packet[] = []
  const packets = Array.from({ length: count }, (_, sequence) => plainPacket(sequence))
  const keep = sink((packet) => void out.push(packet), { accepts: 'packet' })
  const tx = sframeEncrypt({ ...link, endMarkers })
  await pipeline(source(packets, { format: mono16 }), tx, keep).finished
  return out
}

/** A receiver behind a socket: it is handed packets one by one, and the input does not end. */
function listening(options: Partial<SFrameDecryptOptions> = {}) {
  const clock = new VirtualClock({ startMs: 1_000_000 })
  const rx = sframeDecrypt({ ...link, ...options })
  const incidents: string[] = []
  const drops: DropEvent[] = []
  rx.on('incident', ({ reason, count }: SFrameIncident) => incidents.push(`${reason} ${count}`))
  rx.on('drop', (drop: DropEvent) => drops.push(drop))
  const waiting: Uint8Array[] = []
  let wake = (): void => undefined
  async function* socket(): AsyncGenerator<Packet> {
    for (;;) {
      for (const bytes of waiting.splice(0)) yield sframePacket(bytes, mono16)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const out: Packet[] = []
  const keep = sink((packet) => void out.push(packet), { accepts: 'packet' })
  const run = pipeline(source(socket(), { format: mono16 }), rx, keep, { clock })
  const hear = async (...packets: (Packet | Uint8Array)[]): Promise<void> => {
    waiting.push(...packets.map((packet) => (packet instanceof Packet ? packet.bytes : packet)))
    wake()
    await clock.advance(0)
  }
  return { clock, rx, incidents, drops, run, hear, out }
}

const sequences = (packets: readonly Packet[]): number[] => packets.map((one) => one.sequence)
/** The same with another last byte. */
function forged({ bytes }: Packet): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[copy.length - 1]! ^= 1
  return copy
}

describe('the end', () => {
  it('ends a run whose socket stays open, at once if nothing is missing', async () => {
    const { rx, hear, run, out, incidents } = listening()
    await hear(...(await sent(3)))
    const { reason } = await run.finished
    expect(sequences(out)).toEqual([0, 1, 2])
    expect([rx.ending, rx.stats().ending, reason]).toEqual(['ended', 'ended', reason])
    expect(incidents).toEqual(['end 1'])
  })

  it('waits for stragglers for the grace period', async () => {
    const packets = await sent(4)
    const { rx, hear, run, out, clock } = listening({ graceMs: 500 })
    await hear(packets[0]!, packets[3]!, packets[4]!)
    await clock.advance(499)
    expect([rx.ending, rx.state]).toEqual(['ended', 'running'])
    await hear(packets[1]!)
    await clock.advance(1)
    const { tailDiscontinuity } = await run.finished
    expect(sequences(out)).toEqual([0, 3, 1])
    expect(rx.stats().lost).toBe(1)
    expect(tailDiscontinuity).toBe(false)

    // Markers overtake each other too: none of them is a replay.
    const three = await sent(3, 3)
    const mixed = listening({ graceMs: 500 })
    await mixed.hear(three[0]!, three[2]!, three[5]!, three[3]!, three[4]!, three[4]!, three[2]!)
    expect(mixed.rx.stats()).toMatchObject({ replay: 1, drops: 1, delivered: 2 })
    await mixed.hear(three[1]!)
    await mixed.run.finished

    const whole = listening({ graceMs: 500 })
    await whole.hear(packets[0]!, packets[2]!, packets[3]!, packets[4]!, packets[1]!)
    await whole.run.finished
    expect(whole.rx.stats().lost).toBe(0)
  })

  it('counts packets that are lost right before it, and marks the end; not lost markers', async () => {
    const packets = await sent(5, 3)
    const rx = sframeDecrypt(link)
    const heard = [0, 1, 2, 7].map((index) => packets[index] as Packet)
    const keep = sink(() => undefined, { accepts: 'packet' })
    const report = await pipeline(source(heard, { format: mono16 }), rx, keep).finished
    expect(rx.stats()).toMatchObject({ lost: 2, ending: 'ended', delivered: 3 })
    expect(report.tailDiscontinuity).toBe(true)
  })

  it('is a cut where nobody told it, and none where the sender begins again', async () => {
    const rx = sframeDecrypt(link)
    const incidents: SFrameIncident[] = []
    rx.on('incident', (incident: SFrameIncident) => incidents.push(incident))
    const keep = sink(() => undefined, { accepts: 'packet' })
    const packets = (await sent(3)).slice(0, 3)
    await pipeline(source(packets, { format: mono16 }), rx, keep).finished
    expect(rx.ending).toBe('cut')
    expect(incidents).toEqual([{ stage: 'sframeDecrypt', reason: 'cut', count: 1 }])

    const again = listening()
    const old = testSealer()
    const marker = plainPacket(2).with({ frameCount: 0 })
    const first = old.seal(plainPacket(0), plainPacket(0).bytes, 1000)
    old.seal(plainPacket(1), plainPacket(1).bytes, 1000)
    await again.hear(first, old.seal(marker, new Uint8Array(0), 1000, true))
    expect(again.rx.ending).toBe('ended')
    const fresh = testSealer()
    await again.hear(sealedPacket(fresh, plainPacket(0), 2000))
    await again.clock.advance(10_000)
    await again.hear(sealedPacket(fresh, plainPacket(1), 2000))
    expect([again.rx.ending, again.rx.state]).toEqual(['open', 'running'])
    expect(again.out.map(({ discontinuity }) => discontinuity)).toEqual([false, true, false])
    await again.rx.close()
    await again.run.finished.catch(() => undefined)
    expect(again.rx.ending).toBe('cut')
  })
})

describe('incidents', () => {
  it('are raised at once, then once in an interval, and counted exactly', async () => {
    const { hear, incidents, drops, clock, rx, run } = listening({ reportIntervalMs: 1000 })
    const packets = await sent(30)
    const bad = forged(packets[1]!)
    await hear(packets[0]!, bad, bad, bad, packets[0]!, packets[0]!)
    expect(incidents).toEqual(['authentication 1', 'replay 1'])
    expect(rx.stats()).toMatchObject({ authentication: 3, replay: 2, drops: 5, delivered: 1 })
    await clock.advance(999)
    expect(incidents).toHaveLength(2)
    await clock.advance(1)
    expect(incidents.slice(2)).toEqual(['authentication 2', 'replay 1'])
    await clock.advance(5000)
    await hear(forged(packets[29]!), packets[20]!)
    expect(incidents.slice(4)).toEqual(['authentication 1', 'gap 11'])
    expect(rx.stats()).toMatchObject({ lost: 11, drops: 6 })
    await hear(packets[5]!, new Uint8Array(3), new Uint8Array(0), new Uint8Array(0))
    expect(rx.stats()).toMatchObject({ lost: 10, syntax: 3 })
    await run.close().catch(() => undefined)
    await run.finished.catch(() => undefined)
    expect(incidents.slice(6)).toEqual(['syntax 1', 'cut 1', 'syntax 2', 'gap 8'])
    expect(drops.reduce((sum, { items }) => sum + items, 0)).toBe(rx.stats().drops)
    expect(drops.map(({ frames }) => frames)).toEqual(drops.map(() => 0))
    expect(new Set(drops.map(({ reason }) => reason))).toEqual(new Set(['invalid', 'duplicate']))
  })

  it('are each raised where no interval is wanted', async () => {
    const { hear, incidents, rx, run } = listening({ reportIntervalMs: 0 })
    const [packet] = await sent(1)
    const bad = forged(packet!)
    await hear(bad, bad, bad)
    expect(incidents).toEqual(['authentication 1', 'authentication 1', 'authentication 1'])
    await rx.close()
    await run.finished.catch(() => undefined)
  })
})

describe('reorderPackets', () => {
  async function marks(reorderPackets: number): Promise<(number | string)[]> {
    const rx = sframeDecrypt({ ...link, reorderPackets })
    const packets = (await sent(8)).filter((_, index) => index !== 3)
    const out: Packet[] = []
    const keep = sink((packet) => void out.push(packet), { accepts: 'packet' })
    await pipeline(source(packets, { format: mono16 }), rx, keep).finished
    expect(rx.stats().lost).toBe(1)
    return out.map(({ sequence, discontinuity }) => (discontinuity ? `${sequence}!` : sequence))
  }

  it('leaves the mark of a gap to reorder(), and gives it itself on links that keep the order', async () => {
    expect(await marks(8)).toEqual([0, 1, 2, 4, 5, 6, 7])
    expect(await marks(0)).toEqual([0, 1, 2, '4!', 5, 6, 7])
  })
})

describe('the options', () => {
  const make =
    (options: object): (() => SFrameDecrypt) =>
    () =>
      sframeDecrypt({ ...link, ...options })
  it.each([
    [{ key: new Uint8Array(31) }, 'key must be'],
    [{ sender: '' }, 'sender must be'],
    [{ sender: 'x'.repeat(256) }, 'sender must be'],
    [{ direction: 5 }, 'direction must be'],
    [{ suite: 'ROT13' }, 'suite must be'],
    [{ replayWindow: 63 }, 'replayWindow must be'],
    [{ reorderPackets: 1024 }, 'reorderPackets must be'],
    [{ graceMs: -1 }, 'graceMs must be'],
    [{ reportIntervalMs: Number.NaN }, 'reportIntervalMs must be'],
    [{ rotateAfterMs: 1 }, "sframeDecrypt has no option 'rotateAfterMs'"],
  ])('are checked: %o', (options, message) => {
    expect(make(options)).toThrow(message)
  })

  it('of the sender are checked too', () => {
    for (const [options, message] of [
      [{ rotateAfterMs: 0 }, 'rotateAfterMs must be'],
      [{ rotateAfterPackets: 2 ** 24 + 1 }, 'rotateAfterPackets must be'],
      [{ padToBytes: 63 }, 'padToBytes must be'],
      [{ endMarkers: 17 }, 'endMarkers must be'],
      [{ graceMs: 1 }, "sframeEncrypt has no option 'graceMs'"],
      [{ sender: undefined }, 'sender must be'],
    ] as const) {
      expect(() => sframeEncrypt({ ...link, ...options } as never)).toThrow(message)
    }
  })

  it('know bytes from other things', () => {
    expect(() => sframePacket('bytes' as never, mono16)).toThrow('bytes must be')
  })
})

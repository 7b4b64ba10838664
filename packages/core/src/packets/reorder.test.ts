import { once } from 'node:events'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Packet } from '../data/packet.js'
import { isPatchcordError } from '../errors/patchcord-error.js'
import type { DropEvent } from '../ports/port-events.js'
import { ManualClock, bufferAt, packetAt, passThrough } from './packet-fixtures.test-support.js'
import { pcmDecoder } from './pcm-decoder.js'
import { pcmEncoder } from './pcm-encoder.js'
import type { ReorderOptions } from './reorder-options.js'
import type { GapEvent } from './reorder-stats.js'
import { reorder } from './reorder.js'

const shown = (packets: readonly Packet[]): string =>
  packets.map(({ sequence, discontinuity }) => `${sequence}${discontinuity ? '!' : ''}`).join(' ')

async function reordered(sequences: readonly number[], options: ReorderOptions = {}) {
  const stage = reorder(options)
  const gaps: GapEvent[] = []
  const drops: DropEvent[] = []
  stage.on('gap', (gap: GapEvent) => gaps.push(gap))
  stage.on('drop', (drop: DropEvent) => drops.push(drop))
  const out = await passThrough<Packet>(
    sequences.map((sequence) => packetAt(sequence)),
    [stage],
  )
  return { out, shown: shown(out), stage, gaps, drops }
}

describe('reorder', () => {
  it('restores the order and marks what stays missing, also before the last packet', async () => {
    const { shown: order, stage, gaps, drops, out } = await reordered([1, 0, 3, 3, 2, 6, 5, 9])
    expect(order).toBe('0 1 2 3 5! 6 9!')
    expect(stage.stats()).toMatchObject({
      received: 8,
      reordered: 3,
      duplicates: 1,
      late: 0,
      invalid: 0,
      lost: 3,
      gaps: 2,
      restarts: 0,
      itemsIn: 8,
      itemsOut: 7,
      drops: 1,
      queueDepth: 0,
    })
    expect(gaps).toEqual([
      { stage: 'reorder', sequence: 4, packets: 1, position: 640, frames: 160 },
      { stage: 'reorder', sequence: 7, packets: 2, position: 1120, frames: 320 },
    ])
    expect(drops).toEqual([{ stage: 'reorder', items: 1, frames: 160, reason: 'duplicate' }])
    expect(out.tailDiscontinuity).toBe(false)
  })

  it('drops late packets and says so', async () => {
    const { shown: order, stage, drops } = await reordered([0, 2, 3, 1, 4], { depthPackets: 1 })
    expect(order).toBe('0 2! 3 4')
    expect(stage.stats()).toMatchObject({ late: 1, lost: 1, reordered: 0 })
    expect(drops.map(({ reason }) => reason)).toEqual(['late'])
  })

  it('counts what is missing at the beginning', async () => {
    const { shown: order, gaps } = await reordered([2, 3])
    expect(order).toBe('2! 3')
    expect(gaps).toEqual([{ stage: 'reorder', sequence: 0, packets: 2, position: 0, frames: 320 }])
    expect((await reordered([500, 501])).stage.stats()).toMatchObject({ lost: 0, gaps: 0 })
  })

  it('follows a sender that begins anew', async () => {
    const again = [...Array(30).keys(), 0, 1, 2, 3]
    const { shown: order, stage } = await reordered(again, { restartPackets: 3 })
    expect(order.endsWith('29 0! 1 2 3')).toBe(true)
    expect(stage.stats()).toMatchObject({ restarts: 1, lost: 0, duplicates: 0 })
  })

  it('drops impossible sequence numbers, and marks that something is missing', async () => {
    const { shown: order, stage, drops } = await reordered([0, -1, Number.NaN, 1.5, 1, 2])
    expect(order).toBe('0 1! 2')
    expect(stage.stats().invalid).toBe(3)
    expect(drops.map(({ reason }) => reason)).toEqual(['invalid', 'invalid', 'invalid'])
    const atTail = await reordered([0, 1, -1])
    expect(atTail.shown).toBe('0 1')
    expect(atTail.out.tailDiscontinuity).toBe(true)
  })

  it('keeps the marks and the metadata of each packet', async () => {
    const packets = [
      packetAt(0, { metadata: { take: 1 } }),
      packetAt(2, { discontinuity: true, timestampMs: 40 }),
      packetAt(3),
      packetAt(1, { metadata: { take: 2 } }),
    ]
    const out = await passThrough<Packet>(packets, [reorder()])
    expect(shown(out)).toBe('0 1 2! 3')
    expect(out.map(({ metadata }) => metadata)).toEqual([{ take: 1 }, { take: 2 }, {}, {}])
    expect(out[2]?.timestampMs).toBe(40)
  })

  it('flushes before a change of format', async () => {
    const other = { sampleRate: 16_000, channelCount: 1 }
    const packets = [
      packetAt(0),
      packetAt(2),
      packetAt(3, { format: other }),
      packetAt(4, { format: other }),
    ]
    const out = await passThrough<Packet>(packets, [reorder()])
    expect(shown(out)).toBe('0 2! 3 4')
  })

  it('rejects options out of range and unknown ones', () => {
    for (const options of [
      { depthPackets: -1 },
      { depthPackets: 1.5 },
      { timeoutMs: 0 },
      { restartPackets: 0 },
      { depth: 3 } as ReorderOptions,
    ]) {
      expect(() => reorder(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
    }
  })
})

describe('reorder with a timeout', () => {
  async function live() {
    const clock = new ManualClock()
    const stage = reorder({ timeoutMs: 50, clock, name: 'jitter' })
    const seen: number[] = []
    stage.on('data', ({ sequence }: Packet) => seen.push(sequence))
    const send = async (...sequences: number[]) => {
      for (const sequence of sequences) {
        stage.write(packetAt(sequence))
        await turn()
      }
    }
    return { clock, stage, seen, send }
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve))

  it('holds no packet for longer, although no other comes', async () => {
    const { clock, seen, send, stage } = await live()
    await send(0, 2)
    clock.advance(20)
    await send(4)
    expect(seen).toEqual([0])
    expect(stage.stats().queueDepth).toBe(2)
    clock.advance(29)
    await turn()
    expect(seen).toEqual([0])
    clock.advance(1)
    await turn()
    expect(seen).toEqual([0, 2])
    clock.advance(20)
    await turn()
    expect(seen).toEqual([0, 2, 4])
    expect(clock.pending).toBe(0)
    await send(1, 5)
    expect(seen).toEqual([0, 2, 4, 5])
    expect(stage.stats()).toMatchObject({ late: 1, lost: 2 })
    stage.end()
    await once(stage, 'end')
  })

  it('asks for no time where nothing waits any more, and none after it was closed', async () => {
    const { clock, seen, send, stage } = await live()
    await send(0, 2, 1)
    clock.advance(100)
    expect(seen).toEqual([0, 1, 2])
    await send(4)
    expect(clock.pending).toBe(1)
    await stage.close()
    expect(clock.pending).toBe(0)
  })

  it('sends what waits at the end at once', async () => {
    const { clock, seen, send, stage } = await live()
    await send(0, 2)
    stage.end()
    await once(stage, 'end')
    expect(seen).toEqual([0, 2])
    expect(clock.pending).toBe(0)
  })

  it('keeps the order towards a slow reader', async () => {
    const clock = new ManualClock()
    const stage = reorder({ timeoutMs: 50, clock })
    stage.write(packetAt(0))
    expect((stage.read() as Packet).sequence).toBe(0)
    for (const sequence of [2, 3, 4]) {
      stage.write(packetAt(sequence))
      await turn()
    }
    clock.advance(50)
    stage.write(packetAt(5))
    stage.end()
    const seen: number[] = []
    for await (const { sequence } of stage as AsyncIterable<Packet>) seen.push(sequence)
    expect(seen).toEqual([2, 3, 4, 5])
  })
})

describe('encode, faulty link, reorder, decode', () => {
  const packetCount = 40
  const signal = (position: number): number => ((position * 37) % 16_384) / 32_768

  it('keeps every packet that survives, in order, with its samples and place', async () => {
    const faults = fc.array(
      fc.record({
        lost: fc.boolean(),
        twice: fc.boolean(),
        delay: fc.integer({ min: 0, max: 4 }),
      }),
      { minLength: packetCount, maxLength: packetCount },
    )
    const packets = await passThrough<Packet>(
      [bufferAt(0, packetCount * 160, signal)],
      [pcmEncoder({ frameCount: 160 })],
    )
    await fc.assert(
      fc.asyncProperty(faults, async (schedule) => {
        const link: { packet: Packet; at: number }[] = []
        packets.forEach((packet, index) => {
          const { lost, twice, delay } = schedule[index]!
          // The first one tells that the stream begins here.
          if (lost && index > 0) return
          const at = index === 0 ? 0 : index + delay
          link.push({ packet, at })
          if (twice) link.push({ packet, at })
        })
        link.sort((a, b) => a.at - b.at)
        const stage = reorder({ depthPackets: 4, restartPackets: 1000 })
        const out = await passThrough<AudioBuffer>(
          link.map(({ packet }) => packet),
          [stage, pcmDecoder()],
        )
        const surviving = new Set(link.map(({ packet }) => packet.sequence))
        expect(out.map(({ position }) => position / 160)).toEqual(
          [...surviving].sort((a, b) => a - b),
        )
        let before = 0
        for (const { position, samples, discontinuity } of out) {
          expect(discontinuity).toBe(position !== before)
          expect(samples[7]).toBe(signal(position + 7))
          before = position + 160
        }
        const { lost, late, duplicates } = stage.stats()
        expect(late).toBe(0)
        expect(duplicates).toBe(link.length - surviving.size)
        expect(lost).toBe(Math.max(-1, ...surviving) + 1 - surviving.size)
      }),
      { numRuns: 60 },
    )
  })

  it('meets hostile packets with a PatchcordError or none', async () => {
    const anything = fc.oneof(fc.anything(), fc.double(), fc.constantFrom(0, 1, 2, 160))
    const hostile = fc.record({
      bytes: fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.anything()),
      codec: fc.oneof(fc.constantFrom('pcm-s16le', 'pcm-u8', 'opus'), fc.anything()),
      format: fc.oneof(
        fc.constant({ sampleRate: 8000, channelCount: 1 }),
        fc.record({ sampleRate: anything, channelCount: anything, channelLayout: anything }),
        fc.anything(),
      ),
      position: anything,
      frameCount: anything,
      sequence: anything,
      timestampMs: anything,
      discontinuity: anything,
      metadata: anything,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { maxLength: 6 }), fc.boolean(), async (inits, drop) => {
        const decoder = pcmDecoder({ onInvalid: drop ? 'drop' : 'fail' })
        const errors: unknown[] = []
        decoder.on('error', (error) => errors.push(error))
        decoder.on('data', ({ samples }: AudioBuffer) =>
          expect(samples.length).toBeLessThanOrEqual(8),
        )
        for (const init of inits) decoder.write(Object.assign(packetAt(0), init))
        decoder.end()
        await new Promise((resolve) => decoder.on('close', resolve))
        for (const error of errors) expect(isPatchcordError(error, 'data-invalid')).toBe(true)
        if (drop) expect(errors).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

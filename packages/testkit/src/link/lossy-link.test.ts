import { AudioBuffer, Packet, isPatchcordError, processor, sink, source } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import {
  type LinkLossEvent,
  type LossyLink,
  type LossyLinkOptions,
  VirtualClock,
  collectSink,
  lossyLink,
  poisonPool,
  sine,
  slowSink,
} from '../index.js'
import { connect } from '../streams/connect.js'

const format = { sampleRate: 48_000, channelCount: 1 }

/** Packets of 20 ms. */
function packets(count: number): Packet[] {
  return Array.from({ length: count }, (_, sequence) => {
    const place = { position: sequence * 960, frameCount: 960, sequence }
    return new Packet({ bytes: Uint8Array.of(sequence & 255), codec: 'x', format, ...place })
  })
}

interface Crossing {
  readonly link: LossyLink
  readonly sequences: readonly number[]
  readonly losses: readonly LinkLossEvent[]
  readonly items: readonly Packet[]
}

async function cross(options: LossyLinkOptions<'packet'>, count = 2000): Promise<Crossing> {
  const link = lossyLink(options)
  const losses: LinkLossEvent[] = []
  link.on('link-loss', (event: LinkLossEvent) => losses.push(event))
  const end = collectSink({ accepts: 'packet' })
  await connect(source(packets(count)), link, end)
  const sequences = end.packets.map(({ sequence }) => sequence)
  return { link, sequences, losses, items: end.packets }
}

/** What is true of every crossing. */
function checkBooks({ link, sequences, losses }: Crossing): void {
  const { counts } = link
  expect(counts.sent - counts.lost + counts.duplicated + counts.replayed).toBe(counts.delivered)
  expect(sequences).toHaveLength(counts.delivered)
  expect(losses).toHaveLength(counts.lost)
  expect(new Set(sequences).size).toBe(counts.sent - counts.lost)
  let [highest, late] = [-1, 0]
  const seen = new Set<number>()
  for (const sequence of sequences) {
    if (sequence < highest && !seen.has(sequence)) late++
    seen.add(sequence)
    highest = Math.max(highest, sequence)
  }
  expect(late).toBe(counts.reordered)
}

describe('lossyLink in stream time', () => {
  it('is a plain wire unless told otherwise', async () => {
    const crossing = await cross({}, 50)
    expect(crossing.sequences).toEqual(packets(50).map(({ sequence }) => sequence))
    expect(crossing.link.counts).toEqual({
      sent: 50,
      delivered: 50,
      lost: 0,
      lostFrames: 0,
      duplicated: 0,
      reordered: 0,
      corrupted: 0,
      replayed: 0,
      maxDelayMs: 0,
      meanDelayMs: 0,
    })
  })

  it('loses its share, says which, and counts the frames', async () => {
    const crossing = await cross({ lossRatio: 0.1 })
    checkBooks(crossing)
    const { counts } = crossing.link
    expect(counts.lost / counts.sent).toBeCloseTo(0.1, 1)
    expect(counts.lostFrames).toBe(counts.lost * 960)
    const [first] = crossing.losses as [LinkLossEvent]
    expect(first).toMatchObject({ stage: 'lossyLink', items: 1, frames: 960 })
    expect(crossing.sequences).not.toContain(first.sequence)
    expect(first.position).toBe((first.sequence ?? 0) * 960)
  })

  it('delivers its share twice, with bytes of their own', async () => {
    const crossing = await cross({ duplicateRatio: 0.1 })
    checkBooks(crossing)
    expect(crossing.link.counts.duplicated / 2000).toBeCloseTo(0.1, 1)
    expect(crossing.link.counts.lost).toBe(0)
  })

  it('lets later packets pass its share', async () => {
    const crossing = await cross({ reorderRatio: 0.1 })
    checkBooks(crossing)
    expect(crossing.link.counts.reordered / 2000).toBeCloseTo(0.1, 1)
    expect(crossing.link.counts.lost + crossing.link.counts.duplicated).toBe(0)
  })

  it('reorders by jitter where it exceeds the length of a packet', async () => {
    const little = await cross({ jitterMs: 20 })
    expect(little.link.counts.reordered).toBe(0)
    expect(little.link.counts.maxDelayMs).toBeGreaterThan(19)
    expect(little.link.counts.maxDelayMs).toBeLessThan(20)
    expect(little.link.counts.meanDelayMs).toBeCloseTo(10, 0)
    const much = await cross({ jitterMs: 100 })
    checkBooks(much)
    expect(much.link.counts.reordered).toBeGreaterThan(400)
  })

  it('flips one bit of its share, in bytes of its own', async () => {
    const sent = packets(1000)
    const [before, end] = [sent.map(({ bytes }) => bytes[0]), collectSink({ accepts: 'packet' })]
    const link = lossyLink({ corruptRatio: 0.1, seed: 3 })
    await connect(source(sent), link, end)
    expect(sent.map(({ bytes }) => bytes[0])).toEqual(before)
    const changes = end.packets.map(
      ({ bytes, sequence }) => (bytes[0] as number) ^ (sequence & 255),
    )
    expect(changes.filter((change) => change !== 0)).toHaveLength(link.counts.corrupted)
    expect(changes.every((change) => [0, 1, 2, 4, 8, 16, 32, 64, 128].includes(change))).toBe(true)
    expect(link.counts.corrupted / 1000).toBeCloseTo(0.1, 1)
    expect(new Set(changes).size).toBe(9)
  })

  it('has nothing to flip in a packet without bytes', async () => {
    const empty = packets(3).map((packet) => packet.with({ bytes: new Uint8Array(0) }))
    const link = lossyLink({ corruptRatio: 1 })
    await connect(source(empty), link, collectSink())
    expect([link.counts.corrupted, link.counts.delivered]).toEqual([0, 3])
  })

  it('replays its share 0.2 to 1 s later, and changes nothing else by that', async () => {
    const quiet = await cross({ lossRatio: 0.05, duplicateRatio: 0.05, jitterMs: 30, seed: 4 })
    const options = {
      lossRatio: 0.05,
      duplicateRatio: 0.05,
      jitterMs: 30,
      replayRatio: 0.1,
      seed: 4,
    }
    const loud = await cross(options)
    checkBooks(loud)
    expect(loud.link.counts.replayed / 2000).toBeCloseTo(0.1, 1)
    expect(loud.link.counts).toMatchObject({
      lost: quiet.link.counts.lost,
      duplicated: quiet.link.counts.duplicated,
      maxDelayMs: quiet.link.counts.maxDelayMs,
      meanDelayMs: quiet.link.counts.meanDelayMs,
    })
    let highest = 0
    const behind = loud.sequences.map((sequence) => {
      highest = Math.max(highest, sequence)
      return highest - sequence
    })
    const replays = behind.filter((by) => by > 5)
    expect(replays).toHaveLength(loud.link.counts.replayed)
    expect(Math.min(...replays)).toBeGreaterThanOrEqual(8)
    expect(Math.max(...replays)).toBeLessThanOrEqual(53)
  })

  it('adds a constant delay', async () => {
    const { link, sequences } = await cross({ delayMs: 150 }, 20)
    expect([link.counts.maxDelayMs, link.counts.meanDelayMs]).toEqual([150, 150])
    expect(sequences).toHaveLength(20)
  })

  it('does the same for the same seed, and changes one thing at a time', async () => {
    const all = { lossRatio: 0.05, duplicateRatio: 0.05, reorderRatio: 0.05, jitterMs: 30 }
    const once = await cross({ ...all, seed: 9 })
    checkBooks(once)
    expect((await cross({ ...all, seed: 9 })).sequences).toEqual(once.sequences)
    expect((await cross({ ...all, seed: 10 })).sequences).not.toEqual(once.sequences)
    const calmer = await cross({ ...all, jitterMs: 0, duplicateRatio: 0, seed: 9 })
    expect(calmer.losses).toEqual(once.losses)
  })

  it('tells a loss at the end of the stream', async () => {
    expect((await cross({ lossRatio: 1 }, 3)).link.tailDiscontinuity).toBe(true)
    expect((await cross({}, 3)).link.tailDiscontinuity).toBe(false)
    const end = collectSink()
    const link = lossyLink({ lossRatio: 1 })
    await new Promise<void>((resolve) => {
      source(packets(3)).pipe(link).pipe(end).on('finish', resolve)
    })
    expect(end.tailDiscontinuity).toBe(true)
  })

  it('leaves the metadata of each packet with it', async () => {
    const marked = packets(20).map((packet, index) =>
      index % 2 === 0 ? packet.with({ metadata: { index } }) : packet,
    )
    const end = collectSink({ accepts: 'packet' })
    await connect(source(marked), lossyLink({ delayMs: 70, duplicateRatio: 0.5 }), end)
    for (const { sequence, metadata } of end.packets) {
      expect(metadata).toEqual(sequence % 2 === 0 ? { index: sequence } : {})
    }
  })
})

describe('lossyLink with buffers', () => {
  it('marks those that do not follow the one before, and gives back what it loses', async () => {
    const pool = poisonPool()
    const link = lossyLink({ accepts: 'audio', lossRatio: 0.3, seed: 2 })
    let next = 0
    let held = 0
    await connect(
      sine({ framesPerBuffer: 480, pool }),
      link,
      sink((buffer) => {
        expect(buffer.discontinuity).toBe(buffer.position !== next)
        expect(buffer.samples.every(Number.isFinite)).toBe(true)
        next = buffer.position + buffer.frameCount
        held++
      }),
    )
    expect(link.counts.lost).toBeGreaterThan(10)
    expect(held).toBe(100 - link.counts.lost)
    expect(pool.stats().released).toBe(100)
  })

  it('gives back what is under way when it is closed', async () => {
    const pool = poisonPool()
    const link = lossyLink({ accepts: 'audio', delayMs: 1000, duplicateRatio: 1 })
    link.write(pool.acquire({ ...format, frameCount: 480 }))
    await link.close()
    expect(pool.stats().released).toBe(1)
  })

  it('takes both kinds where it is told to, and one kind otherwise', async () => {
    const buffer = new AudioBuffer({ ...format, samples: new Float32Array(480) })
    const end = collectSink()
    const both = source<AudioBuffer | Packet>([buffer, ...packets(1)])
    await connect(both, lossyLink({ accepts: 'any' }), end)
    expect(end.items).toHaveLength(2)
    const misfit = connect(source([buffer]), lossyLink(), collectSink())
    await expect(misfit).rejects.toMatchObject({ code: 'wrong-item' })
  })
})

describe('lossyLink in real time', () => {
  async function crossPaced(options: LossyLinkOptions<'packet'>): Promise<{
    readonly link: LossyLink
    readonly arrivals: readonly [sequence: number, atMs: number][]
  }> {
    const clock = new VirtualClock()
    let sequence = 0
    const pack = processor<'audio', 'packet'>(
      ({ position, frameCount }) =>
        new Packet({
          bytes: new Uint8Array(1),
          codec: 'x',
          format,
          position,
          frameCount,
          sequence: sequence++,
        }),
      { emits: 'packet' },
    )
    const paced = sine({ durationMs: 4000, framesPerBuffer: 960, realtime: true, clock })
    const link = lossyLink({ realtime: true, clock, ...options })
    const arrivals: [number, number][] = []
    const end = sink<'packet'>((packet) => void arrivals.push([packet.sequence, clock.now()]), {
      accepts: 'packet',
    })
    await clock.runUntil(connect(paced, pack, link, end))
    return { link, arrivals }
  }

  it('delays by the clock, and its end waits for what is under way', async () => {
    const { link, arrivals } = await crossPaced({ delayMs: 55 })
    expect(arrivals).toHaveLength(200)
    for (const [sequence, atMs] of arrivals) expect(atMs).toBeCloseTo(sequence * 20 + 75, 6)
    expect(link.counts.maxDelayMs).toBeCloseTo(55, 6)
  })

  it('jitters, reorders, doubles and loses', async () => {
    const { link, arrivals } = await crossPaced({
      jitterMs: 20,
      lossRatio: 0.1,
      duplicateRatio: 0.1,
      reorderRatio: 0.1,
    })
    const { counts } = link
    expect(arrivals).toHaveLength(counts.delivered)
    expect(counts.sent - counts.lost + counts.duplicated + counts.replayed).toBe(counts.delivered)
    expect(Math.min(counts.lost, counts.duplicated, counts.reordered)).toBeGreaterThan(5)
    const delays = arrivals.map(([sequence, atMs]) => atMs - (sequence + 1) * 20)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(-1e-6)
    expect(new Set(delays).size).toBeGreaterThan(100)
  })

  it('makes a sender wait that is faster than things arrive', async () => {
    const clock = new VirtualClock()
    const link = lossyLink({ realtime: true, delayMs: 1000, clock })
    const end = collectSink()
    const run = connect(source(packets(3000)), link, end)
    await clock.advance(500)
    expect(link.counts.sent).toBe(1024)
    await clock.runUntil(run)
    expect(end.items).toHaveLength(3000)
    expect(clock.now()).toBe(3000)
  })

  it('loses nothing to a receiver that is slow', async () => {
    const clock = new VirtualClock()
    const link = lossyLink({ realtime: true, delayMs: 1, clock })
    const end = slowSink({ delayMs: 10, clock })
    await clock.runUntil(connect(source(packets(3000)), link, end))
    expect([end.items, link.stats().drops]).toEqual([3000, 0])
  })

  it('can be closed while a sender waits', async () => {
    const clock = new VirtualClock()
    const link = lossyLink({ realtime: true, delayMs: 1000, clock })
    const run = connect(source(packets(3000)), link, collectSink()).catch((error: unknown) => error)
    await clock.advance(500)
    await link.close()
    expect(await run).toBeInstanceOf(Error)
    expect([link.counts.sent, clock.pendingTimers]).toEqual([1024, 0])
  })

  it('leaves no timer behind when it is closed', async () => {
    const clock = new VirtualClock()
    const link = lossyLink({ realtime: true, delayMs: 1000, clock })
    link.write(packets(1)[0])
    await clock.advance(10)
    expect(clock.pendingTimers).toBe(1)
    await link.close()
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('lossyLink options', () => {
  it.each([
    [{ lossRatio: 1.1 }, 'lossRatio'],
    [{ duplicateRatio: -0.1 }, 'duplicateRatio'],
    [{ reorderRatio: Number.NaN }, 'reorderRatio'],
    [{ corruptRatio: 2 }, 'corruptRatio'],
    [{ replayRatio: -1 }, 'replayRatio'],
    [{ corruptRatio: 0.1, accepts: 'audio' }, "corruptRatio must be 0 unless accepts is 'packet'"],
    [{ jitterMs: -1 }, 'jitterMs'],
    [{ delayMs: Infinity }, 'delayMs'],
    [{ seed: 0.5 }, 'seed'],
    [{ realtime: 1 }, 'realtime'],
    [{ accepts: 'video' }, 'accepts'],
    [{ loss: 0.1 }, "no option 'loss'"],
  ])('rejects %o', (options, message) => {
    expect(() => lossyLink(options as object)).toThrow(message)
    expect(() => lossyLink(options as object)).toThrow(
      expect.toSatisfy((error) => isPatchcordError(error, 'invalid-option')),
    )
  })
})

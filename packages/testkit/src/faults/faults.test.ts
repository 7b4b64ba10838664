import { type AudioBuffer, type DropEvent, isPatchcordError, source } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import {
  VirtualClock,
  collectSink,
  deviceLoss,
  nullSink,
  poisonPool,
  shortReads,
  sine,
  stallingProcessor,
  stallingSink,
  stallingSource,
  throwingProcessor,
  throwingSink,
  throwingSource,
} from '../index.js'
import { connect } from '../streams/connect.js'

const boom = new Error('boom')
const small = { frameCount: 1000, framesPerBuffer: 100 }

async function failureOf(run: Promise<void>): Promise<unknown> {
  return await run.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('throwingSource', () => {
  it.each([
    [{ atItem: 3 }, 300],
    [{ atFrame: 250 }, 200],
    [{ atFrame: 299 }, 200],
    [{ atFrame: 300 }, 300],
    [{}, 0],
  ])('throws at %o', async (point, framesBefore) => {
    const end = nullSink()
    const pool = poisonPool()
    const faulty = throwingSource({ ...small, ...point, error: boom, pool })
    const error = await failureOf(connect(faulty, end))
    expect(isPatchcordError(error, 'stage-failed')).toBe(true)
    expect(error).toMatchObject({ cause: boom, details: { stage: 'throwingSource' } })
    expect(faulty.stats().framesOut).toBe(framesBefore)
  })

  it('throws when it opens or closes, and not at all beyond its end', async () => {
    const opening = throwingSource({ hook: 'open', error: boom })
    expect(await failureOf(connect(opening, nullSink()))).toMatchObject({ cause: boom })
    const closing = throwingSource({ hook: 'teardown', error: boom, ...small })
    closing.on('error', () => undefined)
    closing.resume()
    await new Promise((resolve) => closing.once('close', resolve))
    expect(closing.state).toBe('failed')
    await connect(throwingSource({ ...small, atItem: 99 }), nullSink())
  })

  it('rejects bad options', () => {
    expect(() => throwingSource({ atItem: 1, atFrame: 1 })).toThrow('not both')
    expect(() => throwingSource({ atItem: -1 })).toThrow('atItem')
    expect(() => throwingSource({ hook: 'read' as 'open' })).toThrow('hook')
    expect(() => throwingSource({ error: 'no' as never })).toThrow('error')
    expect(() => throwingSource({ at: 1 } as object)).toThrow("no option 'at'")
  })
})

describe('throwingProcessor', () => {
  it('passes on what came before, and nothing after', async () => {
    const faulty = throwingProcessor({ atItem: 2, error: boom })
    const run = connect(sine(small), faulty, nullSink())
    expect(await failureOf(run)).toMatchObject({ cause: boom })
    expect(faulty.stats().itemsOut).toBe(2)
  })

  it.each(['configure', 'flushItems'] as const)('throws in %s', async (hook) => {
    const faulty = throwingProcessor({ hook, error: boom, accepts: 'audio' })
    expect(await failureOf(connect(sine(small), faulty, nullSink()))).toMatchObject({ cause: boom })
  })

  it('throws when it closes', async () => {
    const faulty = throwingProcessor({ hook: 'teardown', error: boom })
    const errors: unknown[] = []
    faulty.on('error', (error) => errors.push(error))
    faulty.resume()
    sine(small).pipe(faulty)
    await new Promise((resolve) => faulty.once('close', resolve))
    expect(errors).toEqual([boom])
    expect(() => throwingProcessor({ accept: 'any' } as object)).toThrow("no option 'accept'")
  })
})

describe('throwingSink', () => {
  it('throws at a frame', async () => {
    const faulty = throwingSink({ atFrame: 450, error: boom })
    expect(await failureOf(connect(sine(small), faulty))).toMatchObject({ cause: boom })
    expect(faulty.stats().framesIn).toBe(400)
  })

  it.each(['open', 'finish', 'teardown'] as const)('throws in %s', async (hook) => {
    const faulty = throwingSink({ hook, error: boom })
    const errors: unknown[] = []
    faulty.on('error', (error: { cause?: unknown }) => errors.push(error.cause ?? error))
    sine(small).pipe(faulty)
    await new Promise((resolve) => faulty.once('close', resolve))
    expect(errors).toEqual([boom])
  })
})

describe.each([
  ['source', () => stallingSource({ ...small, atFrame: 350 })],
  ['processor', () => stallingProcessor({ atFrame: 350 })],
  ['sink', () => stallingSink({ atFrame: 350 })],
])('stalling %s', (role, make) => {
  function start(port: ReturnType<typeof make>, end: ReturnType<typeof nullSink>): Promise<void> {
    if (role === 'source') return connect(port, end)
    return role === 'sink' ? connect(sine(small), port) : connect(sine(small), port, end)
  }

  it('stands still until it is released', async () => {
    const port = make()
    const end = nullSink()
    const run = start(port, end)
    await port.stalled
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    const { framesIn, framesOut } = port.stats()
    expect([300, 400]).toContain(Math.max(framesOut, role === 'source' ? 0 : framesIn))
    port.release()
    port.release()
    await run
    const after = port.stats()
    expect(Math.max(after.framesIn, after.framesOut)).toBe(1000)
  })

  it('does not stall when it is released before', async () => {
    const port = make()
    port.release()
    await start(port, nullSink())
    expect(port.state).toBe('closed')
  })

  it('can be closed while it stands', async () => {
    const port = make()
    const run = failureOf(start(port, nullSink()))
    await port.stalled
    await port.close()
    expect(await run).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
  })
})

describe('stalls', () => {
  it('end when their signal fires, whenever that is', async () => {
    const abort = new AbortController()
    const port = stallingProcessor({ releaseSignal: abort.signal })
    const run = connect(sine(small), port, nullSink())
    await port.stalled
    abort.abort()
    await run
    await connect(sine(small), stallingSink({ releaseSignal: abort.signal }))
    expect(() => stallingSink({ releaseSignal: {} as AbortSignal })).toThrow('releaseSignal')
    expect(() => stallingSource({ atItem: 0.5 })).toThrow('atItem')
  })
})

describe('shortReads', () => {
  async function cut(options: Parameters<typeof shortReads>[0]): Promise<readonly AudioBuffer[]> {
    const end = collectSink()
    await connect(sine({ ...small, channelCount: 2 }), shortReads(options), end)
    return end.buffers
  }

  it('changes where buffers end, and nothing else', async () => {
    const whole = collectSink()
    await connect(sine({ ...small, channelCount: 2 }), whole)
    const end = collectSink()
    await connect(sine({ ...small, channelCount: 2 }), shortReads({ maxFrames: 33 }), end)
    expect(end.samples).toEqual(whole.samples)
    expect(end.buffers.length).toBeGreaterThan(30)
    let next = 0
    for (const { position, frameCount } of end.buffers) {
      expect(position).toBe(next)
      next += frameCount
    }
  })

  it('keeps to its limits, and does the same for the same seed', async () => {
    const sizes = async (seed: number): Promise<number[]> =>
      (await cut({ minFrames: 10, maxFrames: 20, seed })).map(({ frameCount }) => frameCount)
    const once = await sizes(3)
    expect(Math.max(...once)).toBeLessThanOrEqual(20)
    expect(once.filter((size) => size < 10).length).toBeLessThanOrEqual(10)
    expect(await sizes(3)).toEqual(once)
    expect(await sizes(4)).not.toEqual(once)
  })

  it('moves time stamps and carries marks on the first piece only', async () => {
    const clock = new VirtualClock({ startMs: 100 })
    const paced = sine({ durationMs: 10, realtime: true, clock })
    const end = collectSink()
    await clock.runUntil(connect(paced, shortReads({ minFrames: 240, maxFrames: 240 }), end))
    expect(end.buffers.map(({ timestampMs }) => timestampMs)).toEqual([100, 105])
    const marked = sine(small)
    const [first] = await cut({})
    expect(first?.discontinuity).toBe(false)
    const pieces = collectSink()
    const [one] = (await marked.take(1).toArray()) as [AudioBuffer]
    const jump = one.with({ discontinuity: true, metadata: { tag: 1 } })
    await connect(source([jump]), shortReads({ minFrames: 50, maxFrames: 50 }), pieces)
    expect(pieces.buffers.map(({ discontinuity }) => discontinuity)).toEqual([true, false])
    expect(pieces.buffers.map(({ metadata }) => metadata)).toEqual([{ tag: 1 }, { tag: 1 }])
  })

  it('rejects bad values', () => {
    expect(() => shortReads({ minFrames: 0 })).toThrow('minFrames')
    expect(() => shortReads({ minFrames: 9, maxFrames: 8 })).toThrow('maxFrames')
    expect(() => shortReads({ seed: 1.5 })).toThrow('seed')
    expect(() => shortReads({ frames: 1 } as object)).toThrow("no option 'frames'")
  })
})

describe('deviceLoss', () => {
  it('gives what it captured by the clock, then fails', async () => {
    const clock = new VirtualClock({ startMs: 1000 })
    const device = deviceLoss({ atFrame: 1200, clock, amplitude: 0.1 })
    const lost: unknown[] = []
    device.on('device-lost', (event) => lost.push(event))
    const end = nullSink()
    const error = await clock.runUntil(failureOf(connect(device, end)))
    expect(isPatchcordError(error, 'io-failed')).toBe(true)
    expect(lost).toEqual([{ stage: 'deviceLoss', atFrame: 1200 }])
    expect(clock.now()).toBe(1025)
    expect(end.peak).toBeCloseTo(0.1)
  })

  it('fails with the error it is given, or vanishes without a word', async () => {
    const clock = new VirtualClock()
    const failing = deviceLoss({ atFrame: 0, clock, error: boom })
    expect(await clock.runUntil(failureOf(connect(failing, nullSink())))).toBe(boom)
    const vanishing = deviceLoss({ atFrame: 960, manner: 'vanish', clock })
    const end = nullSink()
    const run = failureOf(connect(vanishing, end))
    await clock.advance(5000)
    expect([end.frames, vanishing.state]).toEqual([960, 'running'])
    await vanishing.close()
    await run
  })

  it('drops what nobody reads, and counts it', async () => {
    const clock = new VirtualClock()
    const device = deviceLoss({ clock, capacityItems: 2, manner: 'vanish' })
    const drops: DropEvent[] = []
    device.on('drop', (drop: DropEvent) => drops.push(drop))
    device.on('readable', () => undefined)
    await clock.advance(100)
    expect(drops.length).toBeGreaterThan(3)
    expect(device.stats().drops).toBe(drops.length)
    await device.close()
    expect(clock.pendingTimers).toBe(0)
  })

  it('rejects bad values', () => {
    expect(() => deviceLoss({ atFrame: -1 })).toThrow('atFrame')
    expect(() => deviceLoss({ manner: 'hide' as 'vanish' })).toThrow('manner')
    expect(() => deviceLoss({ overflow: 'block' as 'error' })).toThrow('overflow')
    expect(() => deviceLoss({ error: 1 as never })).toThrow('error')
    expect(() => deviceLoss({ durationMs: 5 } as object)).toThrow('durationMs')
    expect(() => deviceLoss({ at: 5 } as object)).toThrow("no option 'at'")
  })
})

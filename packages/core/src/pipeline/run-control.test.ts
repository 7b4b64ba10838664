import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  AudioSink,
  AudioSource,
  BufferPool,
  type Clock,
  PushSource,
  bufferSource,
  PatchcordError,
  isPatchcordError,
  mix,
  pipeline,
  processor,
  sink,
  source,
} from '../index.js'

const format: AudioFormat = { sampleRate: 8000, channelCount: 1 }
const items = (count: number, of = format): AudioBuffer[] =>
  Array.from(
    { length: count },
    () => new AudioBuffer({ ...of, samples: new Float32Array(8 * of.channelCount) }),
  )
const errorOf = (promise: Promise<unknown>): Promise<PatchcordError> =>
  promise.then(
    () => new PatchcordError('invalid-state', 'this should have failed'),
    (error: unknown) => error as PatchcordError,
  )
const tick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

class Live extends PushSource {
  torn = 0
  protected open(): AudioFormat {
    return format
  }
  give(count = 1): void {
    for (const item of items(count)) this.deliverItem(item)
  }
  protected override teardown(): void {
    this.torn++
  }
}

class FakeClock implements Clock {
  time = 0
  readonly timers = new Set<{ at: number; callback: () => void }>()
  now(): number {
    return this.time
  }
  sleep(): Promise<void> {
    return Promise.resolve()
  }
  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.time + delayMs, callback }
    this.timers.add(timer)
    return () => void this.timers.delete(timer)
  }
  advance(durationMs: number): void {
    const until = this.time + durationMs
    for (;;) {
      const due = [...this.timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.timers.delete(due)
      this.time = due.at
      due.callback()
    }
    this.time = until
  }
}

const started = (run: { on(event: 'started', listener: () => void): () => void }): Promise<void> =>
  new Promise((resolve) => void run.on('started', () => setImmediate(resolve)))

describe('ports of a run', () => {
  it('live once, and a call that fails claims nothing', async () => {
    const used = sink(() => {})
    await pipeline(bufferSource(items(1)), used).finished
    const first = bufferSource(items(2))
    const middle = processor((item) => item)
    const last = sink(() => {})
    for (const call of [
      () => pipeline(first, middle, used),
      () => pipeline(first, middle, middle, last),
    ])
      expect(call).toThrow(expect.objectContaining({ code: 'already-used' }))
    expect(() => pipeline(first, middle, last, { latencyMs: -1 })).toThrow('latencyMs')
    expect(() => pipeline(first, middle, last, { name: '' })).toThrow('name')
    expect(() => pipeline(first, last, { signal: 1 as never })).toThrow('signal')
    const run = pipeline(first, middle, last, { stallTimeoutMs: 1000 })
    expect(() => pipeline(first, last)).toThrow(expect.objectContaining({ code: 'already-used' }))
    expect(() => last.write(items(1)[0])).not.toThrow()
    await errorOf(run.finished)
  })

  it('refuse foreign writes once they are joined', async () => {
    const live = new Live()
    const last = sink(() => {})
    const run = pipeline(live, last)
    await started(run)
    expect(() => last.write(items(1)[0])).toThrow(expect.objectContaining({ code: 'already-used' }))
    await run.stop()
    expect(last.stats().itemsIn).toBe(0)
  })

  it('that somebody closes end the run, named', async () => {
    const live = new Live({ name: 'mic' })
    const run = pipeline(
      live,
      sink(() => {}),
    )
    await started(run)
    await live.close()
    const error = await errorOf(run.finished)
    expect([error.code, error.details.stage]).toEqual(['aborted', 'mic'])
  })

  it('are opened and closed in order when one cannot start, and no other is touched', async () => {
    const closed: string[] = []
    class Opens extends AudioSink {
      protected override open(): Promise<void> {
        return Promise.reject(new Error('device busy'))
      }
      protected writeItem(): void {}
      protected override teardown(): void {
        closed.push('sink')
      }
    }
    const live = new Live()
    const error = await errorOf(pipeline(live, new Opens({ name: 'out' })).finished)
    expect([error.code, error.details.stage, (error.cause as Error).message]).toEqual([
      'stage-failed',
      'out',
      'device busy',
    ])
    expect([live.torn, closed]).toEqual([1, ['sink']])
  })

  it('that fail to tear down fail the run, however it ended', async () => {
    class Sticky extends Live {
      protected override teardown(): void {
        throw new Error('stuck')
      }
    }
    for (const end of ['stop', 'iterate'] as const) {
      const live = new Sticky()
      const run =
        end === 'stop'
          ? pipeline(
              live,
              sink(() => {}),
            )
          : pipeline(live)
      await started(run)
      const error = await errorOf(run.stop({ drain: end === 'stop' }))
      expect([error.code, (error.cause as Error).message]).toEqual(['stage-failed', 'stuck'])
    }
  })
})

describe('stopping', () => {
  it('before the start opens nothing', async () => {
    const live = new Live()
    const run = pipeline(
      live,
      sink(() => {}),
    )
    expect((await run.stop()).reason).toBe('stopped')
    expect([live.torn, live.state, run.health]).toEqual([0, 'closed', 'ended'])
  })

  it.each([true, false])('from a listener of started works (drain: %s)', async (drain) => {
    let finished = 0
    const run = pipeline(
      new Live(),
      sink(() => {}, { finish: () => void finished++ }),
    )
    run.on('started', () => void run.stop({ drain }))
    expect((await run.finished).reason).toBe('stopped')
    expect(finished).toBe(1)
  })

  it('ends a loop over the run without an error', async () => {
    const run = pipeline(new Live())
    const loop = (async () => {
      for await (const item of run) expect(item).toBeDefined()
    })()
    await started(run)
    await run.stop({ drain: false })
    await loop
    const unused = pipeline(new Live())
    await unused.stop()
    for await (const item of unused) expect(item).toBeUndefined()
  })

  it('finishes a sink after the write under way, and throws the rest away', async () => {
    const log: string[] = []
    let go = (): void => undefined
    const slow = sink(
      async () => {
        log.push('begin')
        await new Promise<void>((resolve) => (go = resolve))
        log.push('end')
      },
      { finish: () => void log.push('finish') },
    )
    const live = new Live()
    const run = pipeline(live, slow)
    await started(run)
    live.give(3)
    const stopped = run.stop({ drain: false })
    await tick()
    go()
    await stopped
    expect(log).toEqual(['begin', 'end', 'finish'])
    expect(slow.stats()).toMatchObject({ itemsIn: 1, framesIn: 8 })
  })

  it('cannot be held up or undone by pause and resume', async () => {
    const live = new Live()
    const run = pipeline(
      live,
      sink(() => tick()),
    )
    const log: string[] = []
    await started(run)
    run.on('health', ({ to }) => void log.push(to))
    live.give(3)
    run.pause()
    const stopped = run.stop()
    run.pause()
    run.resume()
    expect((await stopped).frames).toBe(24)
    run.resume()
    run.pause()
    expect(log).toEqual(['paused', 'draining', 'ended'])
  })

  it('by a generator in the middle of its own item lets it clean up', async () => {
    let cleaned = false
    const run: { stop?: () => void } = {}
    function* own(): Generator<AudioBuffer> {
      try {
        for (const item of items(3)) {
          run.stop?.()
          yield item
        }
      } finally {
        cleaned = true
      }
    }
    const made = pipeline(
      source(own(), { format }),
      sink(() => {}),
    )
    run.stop = () => void made.stop({ drain: false }).catch(() => undefined)
    expect((await made.finished).reason).toBe('stopped')
    expect(cleaned).toBe(true)
  })
})

describe('aborting', () => {
  it('rejects with the reason as cause, before, at and after the start', async () => {
    for (const when of ['before', 'at once', 'later']) {
      const controller = new AbortController()
      if (when === 'before') controller.abort('why')
      const live = new Live()
      const run = pipeline(
        live,
        sink(() => {}),
        { signal: controller.signal },
      )
      if (when === 'later') await started(run)
      controller.abort('why')
      const error = await errorOf(run.finished)
      expect([error.code, error.cause, live.state]).toEqual(['aborted', 'why', 'closed'])
      expect(live.torn).toBe(when === 'later' ? 1 : 0)
    }
  })

  it('happens when the run is disposed of, once', async () => {
    const run = pipeline(
      new Live(),
      sink(() => {}),
    )
    await run[Symbol.asyncDispose]()
    await run.close()
    expect(isPatchcordError(await errorOf(run.finished), 'aborted')).toBe(true)
  })

  it('reaches what hangs inside of mix at once', async () => {
    class Hangs extends AudioSource {
      protected open({ signal }: { signal: AbortSignal }): Promise<AudioFormat> {
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('closed')))
        })
      }
      protected readItem(): null {
        return null
      }
    }
    const other = new Live()
    const run = pipeline(
      mix([new Hangs(), other]),
      sink(() => {}),
    )
    for (let turn = 0; turn < 3; turn++) await tick()
    void run.close()
    // In turns of the event loop, which are over long before a hook is given up.
    for (let turn = 0; turn < 50 && run.health !== 'failed'; turn++) await tick()
    expect([run.health, other.state, other.torn]).toEqual(['failed', 'closed', 0])
  })
})

describe('the watchdog', () => {
  it('says which stage nothing passes, and when it goes on', async () => {
    const clock = new FakeClock()
    const live = new Live({ name: 'mic' })
    const run = pipeline(
      live,
      sink(() => {}),
      { clock, stallTimeoutMs: 100 },
    )
    const log: unknown[] = []
    run.on('stalled', (event) => void log.push(event))
    await started(run)
    clock.advance(50)
    live.give()
    clock.advance(99)
    expect([run.health, log]).toEqual(['running', []])
    clock.advance(100)
    expect(run.health).toBe('stalled')
    expect(log).toEqual([{ forMs: 100, stage: 'mic' }])
    clock.advance(1000)
    live.give()
    clock.advance(25)
    expect([run.health, log.length]).toEqual(['running', 1])
    run.pause()
    clock.advance(1000)
    expect(run.health).toBe('paused')
    run.resume()
    clock.advance(99)
    expect(run.health).toBe('running')
    run.on('stalled', () => void run.close())
    clock.advance(100)
    await errorOf(run.finished)
    expect(clock.timers.size).toBe(0)
  })
})

describe('a run', () => {
  it('tells the diagnostics channels', async () => {
    const log: string[] = []
    const names = ['start', 'end', 'drop', 'failure'].map((name) => `patchcord:run:${name}`)
    const listen = (message: unknown, name: string | symbol): void => {
      if ((message as { run: string }).run === 'told') log.push(String(name).slice(14))
    }
    for (const name of names) subscribe(name, listen)
    const live = new Live({ capacityItems: 1 })
    const run = pipeline(
      live,
      sink(() => tick()),
      { name: 'told' },
    )
    await started(run)
    live.give(4)
    await run.stop()
    await errorOf(
      pipeline(
        new Live(),
        sink(() => {}),
        { name: 'told', signal: AbortSignal.abort() },
      ).finished,
    )
    for (const name of names) unsubscribe(name, listen)
    expect(log[0]).toBe('start')
    expect([...new Set(log)]).toEqual(['start', 'drop', 'end', 'failure'])
  })

  it('puts conversion in front of a sink that prefers or only takes another format', async () => {
    const taken: AudioFormat = { sampleRate: 16_000, channelCount: 2 }
    class Picky extends AudioSink {
      frames = 0
      constructor(private readonly asks: boolean) {
        super({ name: 'picky' })
      }
      protected override open(offered: AudioFormat): void {
        if (offered.sampleRate === 16_000 && offered.channelCount === 2) return
        throw Object.assign(new Error('no'), unsupported(offered))
      }
      override preferredFormat(offered: AudioFormat): AudioFormat {
        return this.asks ? taken : offered
      }
      protected writeItem(item: AudioBuffer): void {
        expect(item).toMatchObject(taken)
        this.frames += item.frameCount
      }
    }
    const unsupported = (offered: AudioFormat): object => ({
      [Symbol.for('patchcord.error')]: true,
      code: 'format-unsupported',
      details: { stage: 'picky', offered, supported: taken },
    })
    for (const asks of [true, false]) {
      const run = pipeline(bufferSource(items(4)), new Picky(asks))
      await run.finished
      const { stages } = run.describe()
      expect(stages.map(({ role }) => role)).toEqual(['source', 'processor', 'processor', 'sink'])
      expect(stages.map(({ inserted }) => inserted)).toEqual([false, true, true, false])
      expect(String(run.describe())).toContain('→ [resample] (16000 Hz, 1 channel) →')
    }
  })

  it('queues as deep as latencyMs says', async () => {
    let most = 0
    for (const [latencyMs, expected] of [
      [0, 1],
      [10, 10],
    ] as const) {
      let under = 0
      most = 0
      const count = processor((item) => {
        most = Math.max(most, ++under)
        return item
      })
      const run = pipeline(
        bufferSource(items(40)),
        count,
        sink(() => tick().then(() => void under--)),
        { latencyMs },
      )
      await run.finished
      expect(most).toBeGreaterThanOrEqual(expected === 1 ? 1 : 4)
      if (expected === 1) expect(most).toBeLessThanOrEqual(3)
    }
  })

  it('gives items away for good in a loop', async () => {
    const pool = new BufferPool({ onRelease: (samples) => samples.fill(Number.NaN) })
    const copy = processor((item) => pool.copyOf(item))
    const kept: AudioBuffer[] = []
    for await (const item of pipeline(bufferSource(items(5)), copy, { pool })) kept.push(item)
    for (const item of kept) item.release()
    expect(kept.map(({ samples }) => samples[0])).toEqual([0, 0, 0, 0, 0])
  })
})

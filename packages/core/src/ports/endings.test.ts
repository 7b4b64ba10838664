import { getEventListeners } from 'node:events'
import { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  AudioProcessor,
  AudioSink,
  AudioSource,
  BufferPool,
  Packet,
  PushSource,
  bufferSource,
  isPatchcordError,
  pipeline,
  processor,
  sink,
  source,
} from '../index.js'
import { StageTimer } from './stage-timer.js'
import { stageError } from './stage-error.js'

const format = { sampleRate: 48_000, channelCount: 1 }
const buffers = (count: number): AudioBuffer[] =>
  Array.from({ length: count }, (_, index) => {
    const samples = new Float32Array(4).fill(index)
    return new AudioBuffer({ ...format, samples, position: index * 4 })
  })
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => void setImmediate(resolve))
}
const thrownBy = (run: { readonly finished: Promise<unknown> }): Promise<unknown> =>
  run.finished.then(
    () => 'no error',
    (error: unknown) => error,
  )

/** Remembers every buffer it gave, to see which of them came back. */
class WatchedPool extends BufferPool {
  readonly given: AudioBuffer[] = []
  override acquire(init: Parameters<BufferPool['acquire']>[0]): AudioBuffer {
    const buffer = super.acquire(init)
    this.given.push(buffer)
    return buffer
  }
  get out(): number {
    return this.given.filter((buffer) => !buffer.released).length
  }
}

class Endless extends AudioSource {
  protected open(): AudioFormat {
    return format
  }
  protected readItem(): AudioBuffer | undefined {
    return undefined
  }
}

describe("a port's own signal", () => {
  it('closes a port that nobody uses, quietly', async () => {
    const stop = new AbortController()
    const { signal } = stop
    const ports = [
      new Endless({ signal }),
      processor((item) => item, { signal }),
      sink(() => {}, { signal }),
    ]
    stop.abort()
    await Promise.all(ports.map((port) => port.close()))
    expect(ports.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed'])
  })

  it('keeps a port from opening where it had fired before', async () => {
    const signal = AbortSignal.abort(new Error('too late'))
    const opened: string[] = []
    const chains = [
      [new Endless({ signal }), sink(() => {})],
      [
        bufferSource(buffers(1)),
        processor((item) => item, { signal, configure: (input) => (opened.push('p'), input) }),
        sink(() => {}),
      ],
      [bufferSource(buffers(1)), sink(() => {}, { signal, open: () => void opened.push('s') })],
    ] as const
    for (const chain of chains) {
      const run = (pipeline as (...stages: unknown[]) => { finished: Promise<unknown> })(...chain)
      expect(await thrownBy(run)).toMatchObject({ code: 'aborted', cause: { message: 'too late' } })
    }
    expect(opened).toEqual([])
  })

  it.each(['open', 'running', 'paused', 'draining'] as const)(
    'ends a run while it is %s',
    async (state) => {
      const stop = new AbortController()
      const { signal } = stop
      const hang = () => new Promise<void>(() => undefined)
      const end = sink(() => {}, { signal, ...(state === 'draining' ? { finish: hang } : {}) })
      const input =
        state === 'draining' ? bufferSource(buffers(2)) : new Trickle(state === 'open' ? 0 : 2)
      const run = pipeline(input, end)
      const failure = thrownBy(run)
      await settle()
      if (state === 'paused') run.pause()
      expect(end.state).toBe(state)
      stop.abort(new Error('enough'))
      expect(await failure).toMatchObject({ code: 'aborted', cause: { message: 'enough' } })
      expect([end.state, input.closed]).toEqual(['closed', true])
    },
  )

  it('means nothing once the port is closed', async () => {
    const stop = new AbortController()
    const end = sink(() => {}, { signal: stop.signal })
    await pipeline(bufferSource(buffers(1)), end).finished
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
    const errors: unknown[] = []
    end.on('error', (error) => void errors.push(error))
    stop.abort()
    await settle()
    expect([end.state, errors]).toEqual(['closed', []])
  })
})

/** Gives so many buffers, and waits for more. */
class Trickle extends PushSource {
  constructor(private readonly count: number) {
    super()
  }
  protected open(): AudioFormat {
    for (const buffer of buffers(this.count)) this.deliverItem(buffer)
    return format
  }
}

describe('closing', () => {
  afterEach(() => void vi.useRealTimers())

  it.each(['open', 'teardown'] as const)(
    'waits a second for an %s that hangs, and no longer',
    async (hook) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      class Hanging extends AudioSink {
        protected override open(): void | Promise<void> {
          if (hook === 'open') return new Promise(() => undefined)
        }
        protected writeItem(): void {}
        protected override teardown(): void | Promise<void> {
          if (hook === 'teardown') return new Promise(() => undefined)
        }
      }
      const end = new Hanging()
      end.write(buffers(1)[0])
      await settle()
      let closed = false
      void end.close().then(() => (closed = true))
      await settle()
      vi.advanceTimersByTime(999)
      await settle()
      expect(closed).toBe(false)
      vi.advanceTimersByTime(1)
      await settle()
      expect([closed, vi.getTimerCount()]).toEqual([true, 0])
    },
  )
})

describe('what is thrown that is no Error', () => {
  const cases: [unknown, string][] = [
    ['broken', '"broken"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [Object.create(null), 'an object (no prototype)'],
  ]

  it('is named by the error of the stage', () => {
    for (const [thrown, words] of cases) {
      const error = stageError('gate', thrown)
      expect(error).toMatchObject({ code: 'stage-failed', details: { stage: 'gate' } })
      expect([error.message, error.cause]).toEqual([`gate failed: ${words}`, thrown])
    }
  })

  it('fails the run from every hook', async () => {
    const toss = (thrown: unknown) => (): never => {
      throw thrown
    }
    class BadTeardown extends AudioSink {
      thrown: unknown
      protected writeItem(): void {}
      protected override teardown(): void {
        throw this.thrown
      }
    }
    for (const [thrown] of cases) {
      const bad = toss(thrown)
      const teardown = new BadTeardown({ name: 'bad' })
      teardown.thrown = thrown
      const input = () => bufferSource(buffers(3))
      const options = { name: 'bad' }
      const runs = [
        pipeline(input(), sink(bad, options)),
        pipeline(
          input(),
          sink(() => Promise.reject(thrown), options),
        ),
        pipeline(
          input(),
          sink(() => {}, { ...options, open: bad }),
        ),
        pipeline(
          input(),
          sink(() => {}, { ...options, finish: bad }),
        ),
        pipeline(
          input(),
          processor(bad, options),
          sink(() => {}),
        ),
        pipeline(
          input(),
          processor(() => Promise.reject(thrown), options),
          sink(() => {}),
        ),
        pipeline(
          input(),
          processor((item) => item, { ...options, flush: bad }),
          sink(() => {}),
        ),
        pipeline(input(), teardown),
      ]
      for (const [index, run] of runs.entries())
        expect(await thrownBy(run), String(index)).toMatchObject({
          code: 'stage-failed',
          details: { stage: 'bad' },
        })
    }
  })
})

describe('what a failing processor has emitted', () => {
  const failing = {
    'emit, then throw': () =>
      processor((item, emit) => {
        emit(item)
        throw new Error('no')
      }),
    'emit a new one, then reject': () =>
      processor(async (item, emit) => {
        emit(item)
        await Promise.resolve()
        throw new Error('no')
      }),
    'flush throws': (pool: WatchedPool) =>
      processor((item) => item, {
        flush: (emit) => {
          emit(pool.acquire({ ...format, frameCount: 4 }))
          throw new Error('no')
        },
      }),
    'keep and throw at the flush': () => {
      const kept: AudioBuffer[] = []
      return processor((item) => void kept.push(item), {
        retains: true,
        flush: () => {
          for (const item of kept) item.release()
          throw new Error('no')
        },
      })
    },
    'several, one of them wrong, later': (pool: WatchedPool) =>
      processor(async (_, emit) => {
        const part = () => pool.acquire({ ...format, frameCount: 2 })
        for (const out of [
          part(),
          pool.acquire({ ...format, sampleRate: 9, frameCount: 2 }),
          part(),
        ])
          emit(out)
      }),
  }

  it.each(Object.entries(failing))('is given back: %s', async (_, make) => {
    const pool = new WatchedPool()
    const items = function* (): Generator<AudioBuffer> {
      for (let index = 0; index < 5; index++) yield pool.acquire({ ...format, frameCount: 4 })
    }
    const reached: number[] = []
    const end = sink((item) => void reached.push(item.frameCount))
    const run = pipeline(source(items()), make(pool), end)
    expect(await thrownBy(run)).toMatchObject({
      code: expect.stringMatching(/stage-failed|format-mismatch/),
    })
    expect(pool.given.length).toBeGreaterThan(0)
    expect(pool.out).toBe(0)
  })
})

describe('retains', () => {
  it('leaves items to the sink or the processor that keeps them', async () => {
    for (const retains of [true, false]) {
      const pool = new WatchedPool()
      const items = function* (): Generator<AudioBuffer> {
        for (let index = 0; index < 3; index++) yield pool.acquire({ ...format, frameCount: 4 })
      }
      const kept: AudioBuffer[] = []
      await pipeline(
        source(items()),
        sink((item) => void kept.push(item), { retains }),
      ).finished
      const eaten: AudioBuffer[] = []
      const eat = processor((item) => void eaten.push(item), { retains })
      await pipeline(
        source(items()),
        eat,
        sink(() => {}),
      ).finished
      expect([...kept, ...eaten].map(({ released }) => released)).toEqual(Array(6).fill(!retains))
    }
  })
})

it('thousands of late items drain without a deep stack, in order', async () => {
  const count = 20_000
  const kept: AudioBuffer[] = []
  class Late extends AudioProcessor {
    private send: ((item: AudioBuffer) => void) | undefined
    protected processItem(item: AudioBuffer, emit: (item: AudioBuffer) => void): void {
      this.send = emit
      kept.push(item)
    }
    go(): void {
      for (const item of kept) this.send?.(item)
    }
  }
  const late = new Late({ retains: true, lateQueue: { capacityItems: count } })
  const places: number[] = []
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const end = sink((item) => {
    places.push(item.position)
    return places.length === 1 ? gate : undefined
  })
  async function* input(): AsyncGenerator<AudioBuffer> {
    for (let index = 0; index < count; index++)
      yield new AudioBuffer({ ...format, samples: new Float32Array(1), position: index })
    late.go()
    open()
  }
  await pipeline(source(input(), { format }), late, end).finished
  expect([places.length, late.stats().drops]).toEqual([count, 0])
  expect(places.every((place, index) => place === index)).toBe(true)
})

describe('StageTimer', () => {
  it('times one call in sixteen, the first among them', () => {
    const timer = new StageTimer()
    const due = Array.from({ length: 33 }, () => timer.due())
    expect(due.flatMap((yes, index) => (yes ? [index] : []))).toEqual([0, 16, 32])
  })

  it('keeps an even selection of a long run, and the longest of all', () => {
    const timer = new StageTimer()
    const count = 100_000
    for (let index = 0; index < count; index++) timer.add(index === 77_777 ? 1e6 : index / 1000)
    const { samplesUs } = timer
    expect(samplesUs.length).toBeGreaterThan(4000)
    expect(samplesUs.length).toBeLessThan(8192)
    expect(samplesUs.slice(0, 3).map(Math.round)).toEqual([0, 16, 32])
    expect(samplesUs.every((value, index) => Math.round(value) === index * 16)).toBe(true)
    expect(timer.maxUs).toBe(1e9)
  })
})

describe('listeners of a run that throw', () => {
  it('keep neither the others nor the run from going on', async () => {
    const raised: (() => void)[] = []
    vi.stubGlobal('queueMicrotask', (call: () => void) => void raised.push(call))
    const heard: string[] = []
    const run = pipeline(
      bufferSource(buffers(2)),
      sink(() => {}),
    )
    run.on('started', () => {
      throw new Error('listener')
    })
    const off = run.on('started', () => void heard.push('off'))
    run.on('started', () => void heard.push('started'))
    off()
    const report = await run.finished.finally(() => void vi.unstubAllGlobals())
    expect([heard, report.frames, raised.length]).toEqual([['started'], 8, 1])
    expect(raised[0]).toThrow('listener')
  })
})

describe('Web Streams', () => {
  it('carry items into a sink and out of a source', async () => {
    const seen: number[] = []
    const end = sink((item) => void seen.push(item.position))
    const web = Readable.toWeb(bufferSource(buffers(3))) as ReadableStream<AudioBuffer>
    await web.pipeTo(Writable.toWeb(end) as WritableStream<AudioBuffer>)
    const again = sink((item) => void seen.push(item.position))
    const back = Readable.fromWeb(Readable.toWeb(bufferSource(buffers(2))) as never, {
      objectMode: true,
    })
    back.pipe(again)
    await finished(again)
    const third = sink((item) => void seen.push(item.position))
    const door = Writable.fromWeb(Writable.toWeb(third), { objectMode: true })
    bufferSource(buffers(2)).pipe(door)
    await finished(third)
    expect(seen).toEqual([0, 4, 8, 0, 4, 0, 4])
  })
})

describe('items', () => {
  it('have whole channels', () => {
    const samples = new Float32Array(6)
    for (const channelCount of [1.5, 0, -1, NaN, 4])
      expect(() => new AudioBuffer({ sampleRate: 8000, channelCount, samples })).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
  })

  it('have bytes, a codec, and numbers', () => {
    const good = { bytes: new Uint8Array(2), codec: 'test', format, frameCount: 1, sequence: 0 }
    expect(new Packet(good).frameCount).toBe(1)
    const wrong = [{ bytes: 'text' }, { codec: '' }, { frameCount: '1' }, { sequence: undefined }]
    for (const changes of wrong)
      expect(() => new Packet({ ...good, ...changes } as never), JSON.stringify(changes)).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
  })
})

describe('a signal that fires before a port was used', () => {
  it('closes it silently where nobody listens, and tells where somebody does', async () => {
    const quiet = new AbortController()
    const alone = sink(() => {}, { signal: quiet.signal })
    quiet.abort()
    await alone.close()
    expect(alone.state).toBe('closed')

    const told = new AbortController()
    const heard = sink(() => {}, { signal: told.signal })
    const error = new Promise((resolve) => heard.once('error', resolve))
    told.abort()
    expect(isPatchcordError(await error, 'aborted')).toBe(true)
  })
})

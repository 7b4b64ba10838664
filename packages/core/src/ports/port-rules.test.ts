import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import { finished, pipeline as nodePipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  AudioSink,
  AudioSource,
  BufferPool,
  bufferSource,
  processor,
  sink,
  source,
  take,
} from '../index.js'

const format: AudioFormat = { sampleRate: 8000, channelCount: 1 }
const item = (value: number, frames = 4, more: object = {}): AudioBuffer =>
  new AudioBuffer({ ...format, samples: new Float32Array(frames).fill(value), ...more })
const items = (count: number): AudioBuffer[] => Array.from({ length: count }, (_, at) => item(at))
const tick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
/** Gives one item, and ends some turns of the event loop later. */
async function* lingering(): AsyncGenerator<AudioBuffer> {
  yield item(0)
  for (let turn = 0; turn < 40; turn++) await tick()
}
const code = (expected: string): unknown => expect.objectContaining({ code: expected })

describe('one consumer', () => {
  it('is all that a port takes', async () => {
    const piped = bufferSource(items(2))
    const end = sink(() => {})
    piped.pipe(end)
    expect(() => piped.pipe(sink(() => {}))).toThrow(code('use-broadcast'))
    expect(() => piped.on('data', () => {})).toThrow(code('use-broadcast'))
    expect(() => piped.addListener('readable', () => {})).toThrow(code('use-broadcast'))
    expect(() => piped[Symbol.asyncIterator]()).toThrow(code('use-broadcast'))
    await finished(end)
    expect(() => piped.pipe(sink(() => {}))).toThrow(code('already-used'))
    const middle = processor((buffer) => buffer)
    middle.on('data', () => {})
    expect(() => middle.pipe(sink(() => {}))).toThrow(code('use-broadcast'))
    expect(() => middle[Symbol.asyncIterator]()).toThrow(code('use-broadcast'))
    await middle.close()
    expect(() => bufferSource(items(1)).pipe(middle)).toThrow(code('already-used'))
  })

  it('may keep what has left, by whatever way', async () => {
    const pool = new BufferPool({ onRelease: (samples) => samples.fill(Number.NaN) })
    const copies = () => bufferSource(items(3)).pipe(processor((b) => pool.copyOf(b), { pool }))
    const kept: AudioBuffer[] = []
    for await (const one of copies()) kept.push(one)
    const heard = copies()
    heard.on('data', (one: AudioBuffer) => void kept.push(one))
    await finished(heard)
    const reader = Readable.toWeb(copies()).getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read())
      kept.push(next.value as AudioBuffer)
    for (const one of kept) one.release()
    expect(kept.map(({ samples }) => samples[0])).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2])
    expect(pool.stats()).toMatchObject({ acquired: 9, released: 0 })
  })
})

describe('an end', () => {
  it.each(['break', 'throw'])('by %s closes the source and is no failure of it', async (how) => {
    const endless = bufferSource(items(10))
    const loop = async (): Promise<void> => {
      for await (const one of endless) {
        if (one.position > 4 && how === 'break') break
        if (one.position > 4) throw new Error('mine')
      }
    }
    if (how === 'break') await loop()
    else await expect(loop()).rejects.toThrow('mine')
    await endless.close()
    expect(endless.state).toBe('closed')
  })

  it('by destroy does not count what was not written', async () => {
    let go = (): void => undefined
    const slow = sink(() => new Promise<void>((resolve) => (go = resolve)))
    slow.on('error', () => {})
    slow.write(item(1))
    slow.write(item(2))
    await slow.close()
    go()
    await tick()
    expect(slow.stats().itemsIn).toBe(1)
  })

  it('is told by an error of teardown', async () => {
    class Bad extends AudioSink {
      protected writeItem(): void {}
      protected override teardown(): Promise<void> {
        return Promise.reject(new Error('stuck'))
      }
    }
    const bad = new Bad()
    await expect(nodePipeline(bufferSource(items(2)), bad)).rejects.toThrow('stuck')
    expect(bad.state).toBe('failed')
  })

  it('of an empty stream opens and finishes the sink where a format is known', async () => {
    const log: unknown[] = []
    const end = sink(() => {}, {
      open: (of) => void log.push(of),
      finish: () => void log.push('finish'),
    })
    const middle = processor((buffer) => buffer)
    await nodePipeline(source([], { format }), middle, end)
    expect([log, middle.inputFormat]).toEqual([[format, 'finish'], format])
    await expect(
      nodePipeline(
        source([]),
        sink(() => {}),
      ),
    ).rejects.toThrow('does not tell a format')
  })
})

describe('a processor', () => {
  it.each([
    ['pad', [4, 4, 4], [4, 4, 4, 4, 4, 4, 0, 0, 5, 5, 5, 0]],
    ['short', [4, 2, 3], [4, 4, 4, 4, 4, 4, 5, 5, 5]],
  ] as const)(
    'gets blocks of what it requires, %s at a gap and the end',
    async (tail, sizes, all) => {
      const seen: AudioBuffer[] = []
      const exact = processor((buffer) => void seen.push(buffer.copy()), {
        requiredFrames: () => 4,
        requiredTail: tail,
      })
      const input = [item(4, 3), item(4, 3), item(5, 3, { discontinuity: true, timestampMs: 100 })]
      await nodePipeline(
        bufferSource(input),
        exact,
        sink(() => {}),
      )
      expect(seen.map(({ frameCount }) => frameCount)).toEqual(sizes)
      expect(seen.flatMap(({ samples }) => [...samples])).toEqual(all)
      expect(seen.map(({ discontinuity, timestampMs }) => [discontinuity, timestampMs])).toEqual([
        [false, undefined],
        [false, undefined],
        [true, 100],
      ])
    },
  )

  it('is flushed before it is configured anew', async () => {
    const log: string[] = []
    const middle = processor((buffer) => (log.push('item'), buffer), {
      configure: (of) => (log.push(`configure ${of.sampleRate}`), of),
      flush: () => void log.push('flush'),
    })
    const end = sink(() => {}, { open: (of) => void log.push(`open ${of.sampleRate}`) })
    await nodePipeline(bufferSource([item(1), item(1, 4, { sampleRate: 16_000 })]), middle, end)
    expect(log).toEqual([
      'configure 8000',
      'item',
      'open 8000',
      'flush',
      'configure 16000',
      'item',
      'open 16000',
      'flush',
    ])
  })

  it('may emit later, and the end waits', async () => {
    const late = processor((buffer, emit) => void setImmediate(() => emit(buffer)), {
      retains: true,
      flush: async () => {
        await tick()
        await tick()
      },
    })
    const seen: number[] = []
    const end = sink(async (buffer) => {
      await tick()
      seen.push(buffer.samples[0] as number)
    })
    await nodePipeline(bufferSource(items(20)), late, end)
    expect(seen).toEqual(items(20).map((_, index) => index))
  })

  it('bounds, counts and marks what it emits later than anybody reads', async () => {
    const marks: boolean[] = []
    const all = items(10)
    const burst = processor((_item, emit) => void setImmediate(() => all.splice(0).forEach(emit)), {
      lateQueue: { capacityItems: 3 },
    })
    await nodePipeline(
      source(lingering()),
      burst,
      sink((buffer) => tick().then(() => void marks.push(buffer.discontinuity))),
    )
    expect(burst.stats().drops + marks.length).toBe(10)
    expect([marks.length, marks.filter(Boolean).length]).toEqual([5, 1])
  })

  it('fails closed when it gives the wrong thing, and gives all memory back', async () => {
    const pool = new BufferPool()
    const make = (of: object): AudioBuffer => pool.acquire({ ...format, frameCount: 4, ...of })
    for (const [work, expected] of [
      [() => 1 as never, 'wrong-item'],
      [() => make({ sampleRate: 9 }), 'format-mismatch'],
    ] as const) {
      const end = sink(() => {})
      const bad = processor(
        (_, emit) => {
          emit(work())
          emit(make({}))
        },
        { name: 'bad' },
      )
      const input = source([make({}), make({})])
      await expect(nodePipeline(input, bad, end)).rejects.toThrow(code(expected))
      expect([bad.state, end.stats().itemsIn]).toEqual(['failed', 0])
    }
    const late = processor((_, emit) => void setImmediate(() => emit(make({ sampleRate: 9 }))))
    await expect(
      nodePipeline(
        source(lingering()),
        late,
        sink(() => {}),
      ),
    ).rejects.toThrow(code('format-mismatch'))
  })

  it('takes what it said it takes', async () => {
    const wrong = (): Readable => Readable.from([1])
    await expect(
      nodePipeline(
        wrong(),
        processor((b) => b),
        sink(() => {}),
      ),
    ).rejects.toThrow(code('wrong-item'))
    await expect(
      nodePipeline(
        wrong(),
        sink(() => {}),
      ),
    ).rejects.toThrow(code('wrong-item'))
    await expect(
      nodePipeline(
        source(wrong() as never),
        sink(() => {}),
      ),
    ).rejects.toThrow(code('wrong-item'))
    await expect(
      nodePipeline(
        source(wrong() as never, { format }),
        sink(() => {}),
      ),
    ).rejects.toThrow(code('wrong-item'))
    for (const make of [processor, sink, source])
      expect(() => (make as (first: never) => unknown)(1 as never)).toThrow(code('invalid-option'))
    for (const options of [
      {},
      { frameCount: 1, durationMs: 1 },
      { frameCount: -1 },
      { durationMs: -1 },
    ])
      expect(() => take(options)).toThrow(code('invalid-option'))
  })
})

describe('fairness', () => {
  it('lets timers fire while an endless source runs at full speed', async () => {
    class Endless extends AudioSource {
      protected open(): AudioFormat {
        return format
      }
      protected readItem(): AudioBuffer {
        return this.pool.acquire({ ...format, frameCount: 4 })
      }
    }
    const endless = new Endless()
    endless.pipe(processor((buffer) => buffer)).pipe(sink(() => {}))
    for (let fired = 0; fired < 5; fired++)
      await new Promise<void>((resolve) => void setTimeout(resolve, 1))
    await endless.close()
    expect(endless.stats().itemsOut).toBeGreaterThan(5)
  })
})

describe('the built package', () => {
  const built = new URL('../../dist/index.js', import.meta.url)

  it('knows the items and errors of another copy of itself', async () => {
    const load = (query: string) => import(/* @vite-ignore */ `${built.href}?${query}`)
    const [one, two] = await Promise.all([load('one'), load('two')])
    const error = new one.PatchcordError('aborted', 'x')
    const buffer = new one.AudioBuffer({ ...format, samples: new Float32Array(4) })
    expect([
      two.isPatchcordError(error, 'aborted'),
      two.isPatchcordError(error, 'timeout'),
    ]).toEqual([true, false])
    expect([two.kindOf(buffer), two.isPatchcordError(new Error('x'))]).toEqual(['audio', false])
  })

  it('loads by require', () => {
    expect(createRequire(import.meta.url)(built.pathname).AudioBuffer).toBeTypeOf('function')
  })
})

import * as fc from 'fast-check'
import {
  EMPTY,
  NEVER,
  type Observable,
  Subject,
  concat,
  firstValueFrom,
  from,
  lastValueFrom,
  map,
  merge,
  of,
  pairwise,
  range,
  repeat,
  share,
  take,
  throwError,
  toArray,
} from 'rxjs'
import { describe, expect, it } from 'vitest'
import { AudioBuffer } from '../data/audio-buffer.js'
import { BufferPool } from '../data/buffer-pool.js'
import type { Item } from '../data/item.js'
import type { Packet } from '../data/packet.js'
import { isPatchcordError } from '../errors/patchcord-error.js'
import { bufferAt, packetAt } from '../packets/packet-fixtures.test-support.js'
import { pcmDecoder } from '../packets/pcm-decoder.js'
import { pcmEncoder } from '../packets/pcm-encoder.js'
import { pipeline } from '../pipeline/index.js'
import { AudioSource } from '../ports/audio-source.js'
import type { DropEvent } from '../ports/port-events.js'
import { processor } from '../ports/processor.js'
import { sink } from '../ports/sink.js'
import { source } from '../ports/source.js'
import { take as takeAudio } from '../ports/take.js'
import { asOperator } from './as-operator.js'
import { fromObservable } from './from-observable.js'
import { toObservable } from './to-observable.js'

const level = (position: number): number => 1 / (1 + position)
const buffers = (count: number, frames = 4): AudioBuffer[] =>
  Array.from({ length: count }, (_, index) => bufferAt(index * frames, frames, level))
const poisoned = (): BufferPool =>
  new BufferPool({ onRelease: (samples) => samples.fill(Number.NaN) })
const half = (pool?: BufferPool) =>
  processor(
    (buffer) => {
      for (let index = 0; index < buffer.samples.length; index++) buffer.samples[index]! /= 2
      return buffer
    },
    { name: 'half', ...(pool === undefined ? {} : { pool }) },
  )
const later = () =>
  processor(
    async (buffer) => {
      await new Promise((resolve) => setImmediate(resolve))
      return buffer
    },
    { name: 'later' },
  )
const turn = () => new Promise((resolve) => setImmediate(resolve))
const failure = async (observable: Observable<unknown>): Promise<unknown> =>
  lastValueFrom(observable, { defaultValue: 'completed' }).catch((error: unknown) => error)

/** Gives pooled buffers, and counts what becomes of it. */
class Counted extends AudioSource {
  opened = 0
  tornDown = 0
  private position = 0
  constructor(
    private readonly count: number,
    pool: BufferPool = new BufferPool(),
  ) {
    super({ name: 'counted', pool })
  }
  protected open() {
    this.opened++
    return { sampleRate: 8000, channelCount: 1 }
  }
  protected readItem(): AudioBuffer | null {
    if (this.position >= 4 * this.count) return null
    const buffer = this.pool.copyOf(bufferAt(this.position, 4, level))
    this.position += 4
    return buffer
  }
  protected override teardown(): void {
    this.tornDown++
  }
}

describe('toObservable', () => {
  it('gives each subscriber a source, and opens none before', async () => {
    const made: Counted[] = []
    const observable = toObservable(() => {
      const one = new Counted(5)
      made.push(one)
      return one
    })
    expect(made).toHaveLength(0)
    const positions = observable.pipe(
      map(({ position }) => position),
      toArray(),
    )
    expect(await Promise.all([lastValueFrom(positions), lastValueFrom(positions)])).toEqual(
      Array.from({ length: 2 }, () => [0, 4, 8, 12, 16]),
    )
    await turn()
    expect(made.map(({ opened, tornDown }) => [opened, tornDown])).toEqual([
      [1, 1],
      [1, 1],
    ])
  })

  it('gives items for good: pairwise sees both, though the pool poisons what it gets back', async () => {
    const pool = poisoned()
    const observable = toObservable(() => new Counted(50, pool).pipe(half(pool)))
    const pairs: [AudioBuffer, AudioBuffer][] = await lastValueFrom(
      observable.pipe(pairwise(), toArray()),
    )
    await turn()
    expect(pairs).toHaveLength(49)
    for (const pair of pairs) {
      for (const { samples, position } of pair) {
        samples.forEach((sample, index) =>
          expect(sample).toBe(Math.fround(level(position + index)) / 2),
        )
      }
    }
  })

  it('closes the source, and what stands behind it, when it is unsubscribed from', async () => {
    const counted = new Counted(1000)
    const stage = half()
    const seen = await lastValueFrom(
      toObservable(() => counted.pipe(stage)).pipe(take(3), toArray()),
    )
    expect(seen).toHaveLength(3)
    await turn()
    expect([counted.state, stage.state, counted.tornDown]).toEqual(['closed', 'closed', 1])
    const unopened = new Counted(3)
    toObservable(() => unopened)
      .subscribe()
      .unsubscribe()
    await turn()
    expect(unopened.tornDown).toBe(unopened.opened)
    expect(unopened.destroyed).toBe(true)
  })

  it('lets the errors of any port of the chain cross', async () => {
    const counted = new Counted(10)
    const wrong = processor(
      (): never => {
        throw new Error('no')
      },
      { name: 'wrong' },
    )
    expect(await failure(toObservable(() => counted.pipe(wrong).pipe(half())))).toMatchObject({
      code: 'stage-failed',
      details: { stage: 'wrong' },
    })
    await turn()
    expect(counted.tornDown).toBe(1)
    const aside = new Counted(Infinity)
    const waiting = failure(toObservable(() => aside.pipe(half())))
    await turn()
    await aside.close()
    expect(await waiting).toMatchObject({ code: 'aborted' })
    expect(await failure(toObservable(() => 7 as unknown as Counted))).toMatchObject({
      code: 'invalid-option',
    })
    expect(() => toObservable({} as () => Counted)).toThrow(/a function that makes a source/)
  })
})

describe('fromObservable', () => {
  async function read<T extends Item>(from: AudioSource<T>): Promise<T[]> {
    const items: T[] = []
    for await (const item of from) items.push(item)
    return items
  }

  it('reads what fits, of a synchronous observable too, as copies', async () => {
    const originals = buffers(1000)
    const items = await read(fromObservable(from(originals), { capacityItems: 1000 }))
    expect(items.map(({ position, samples }) => [position, samples])).toEqual(
      originals.map(({ position, samples }) => [position, samples]),
    )
    expect(items.some(({ samples }, index) => samples === originals[index]?.samples)).toBe(false)
    const packets = [packetAt(0), packetAt(1)]
    const copies = await read<Packet>(fromObservable<Packet>(from(packets)))
    expect(copies).toEqual(packets)
    expect(copies[0]?.bytes === packets[0]?.bytes).toBe(false)
  })

  it('fails where they do not fit, and stops an observable that never ends', async () => {
    let emitted = 0
    const endless = of(buffers(1)[0] as AudioBuffer).pipe(
      map((buffer) => (emitted++, buffer)),
      repeat(),
    )
    await expect(read(fromObservable(endless))).rejects.toMatchObject({ code: 'queue-overflow' })
    expect(emitted).toBe(33)
  })

  it('drops as it is told, and counts, raises and marks it', async () => {
    const cases = [
      ['drop-oldest', [24, 28, 32, 36], [true, false, false, false], false],
      ['drop-newest', [0, 4, 8, 12], [false, false, false, false], true],
    ] as const
    for (const [overflow, positions, marks, tail] of cases) {
      const drops: DropEvent[] = []
      const stream = fromObservable(from(buffers(10)), { overflow, capacityItems: 4 })
      stream.on('drop', (drop: DropEvent) => drops.push(drop))
      const items = await read(stream)
      expect(items.map(({ position }) => position)).toEqual(positions)
      expect(items.map(({ discontinuity }) => discontinuity)).toEqual(marks)
      expect(stream.stats()).toMatchObject({ drops: 6, droppedFrames: 24, itemsOut: 4 })
      expect(drops).toEqual(
        Array.from({ length: 6 }, () => ({
          stage: 'fromObservable',
          items: 1,
          frames: 4,
          reason: 'overflow',
        })),
      )
      expect(stream.tailDiscontinuity).toBe(tail)
    }
  })

  it('subscribes when it is opened, and unsubscribes when it is closed', async () => {
    const subject = new Subject<AudioBuffer>()
    const stream = fromObservable(subject)
    await turn()
    expect(subject.observed).toBe(false)
    const reading = read(stream)
    await turn()
    subject.next(buffers(1)[0] as AudioBuffer)
    expect(stream.format).toBeUndefined()
    await turn()
    expect(stream.format).toEqual({ sampleRate: 8000, channelCount: 1 })
    subject.complete()
    expect(await reading).toHaveLength(1)
    const left = new Subject<AudioBuffer>()
    const waiting = fromObservable(left, { format: { sampleRate: 8000, channelCount: 1 } })
    waiting.on('data', () => undefined)
    await turn()
    expect(left.observed).toBe(true)
    await waiting.close()
    expect(left.observed).toBe(false)
  })

  it('reads what came before an error, and fails then', async () => {
    const seen: number[] = []
    const stream = fromObservable(
      concat(
        from(buffers(3)),
        throwError(() => new Error('gone')),
      ),
    )
    stream.on('data', ({ position }: AudioBuffer) => seen.push(position))
    const error = await new Promise((resolve) => stream.on('error', resolve))
    expect(error).toMatchObject({ code: 'stage-failed', message: expect.stringContaining('gone') })
    expect(seen).toEqual([0, 4, 8])
    await expect(read(fromObservable(throwError(() => new Error('at once'))))).rejects.toThrow(
      'at once',
    )
    const late = new Subject<AudioBuffer>()
    const reading = read(fromObservable(late))
    await turn()
    late.error(new Error('before the first'))
    await expect(reading).rejects.toThrow('before the first')
  })

  it('needs a format for what is empty', async () => {
    await expect(read(fromObservable(EMPTY))).rejects.toMatchObject({ code: 'invalid-option' })
    const format = { sampleRate: 8000, channelCount: 1 }
    expect(await read(fromObservable(EMPTY, { format }))).toEqual([])
    const closing = fromObservable(NEVER)
    closing.on('data', () => undefined)
    await turn()
    await closing.close()
    expect(closing.state).toBe('closed')
  })

  it('refuses what is no item, and what was released', async () => {
    await expect(read(fromObservable(of('text' as unknown as AudioBuffer)))).rejects.toMatchObject({
      code: 'wrong-item',
    })
    const pool = new BufferPool()
    const lent = pool.copyOf(bufferAt(0, 4, level))
    lent.release()
    await expect(read(fromObservable(of(lent)))).rejects.toMatchObject({ code: 'buffer-released' })
  })

  it('gives its copies back to the pool of the run', async () => {
    const pool = poisoned()
    const run = pipeline(
      fromObservable(from(buffers(20)), { pool }),
      half(pool),
      sink(() => undefined, { pool }),
    )
    await run.finished
    const { acquired, released } = pool.stats()
    expect([acquired, released]).toEqual([20, 20])
  })

  it('rejects options out of range and unknown ones', () => {
    for (const options of [
      { capacityItems: 0 },
      { overflow: 'block' },
      { format: { sampleRate: 0, channelCount: 1 } },
      { capacity: 3 },
    ]) {
      expect(() => fromObservable(NEVER, options as object)).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
    }
  })
})

describe('asOperator', () => {
  it('emits what a synchronous processor makes at once, and loses nothing of any number', async () => {
    const count = 1000
    const made: string[] = []
    const items = from(buffers(count)).pipe(
      map((buffer) => (made.push(`in ${buffer.position}`), buffer)),
      asOperator(() => half()),
      map((buffer) => (made.push(`out ${buffer.position}`), buffer)),
      toArray(),
    )
    const out = await lastValueFrom(items)
    expect(out.map(({ samples }) => samples[0])).toEqual(
      buffers(count).map(({ samples }) => samples[0]! / 2),
    )
    expect(made.slice(0, 4)).toEqual(['in 0', 'out 0', 'in 4', 'out 4'])
  })

  it('leaves the items of others alone, and gives its own for good', async () => {
    const pool = poisoned()
    const hot = from(buffers(20)).pipe(share())
    const halved = hot.pipe(
      asOperator(() => half(pool)),
      pairwise(),
    )
    const [pairs, untouched] = await Promise.all([
      lastValueFrom(halved.pipe(toArray())),
      lastValueFrom(from(buffers(20)).pipe(pairwise(), toArray())),
    ])
    expect(pairs).toHaveLength(19)
    pairs.forEach(([first, second], index) => {
      const [one, two] = untouched[index]!
      expect(first.samples[3]).toBe(one.samples[3]! / 2)
      expect(second.samples[0]).toBe(two.samples[0]! / 2)
    })
    const given = buffers(2)
    await lastValueFrom(from(given).pipe(asOperator(() => half())))
    expect(given).toEqual(buffers(2))
  })

  it('carries packets, from and to audio, and flushes', async () => {
    const cut = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(cut, async (lengths) => {
        let position = 0
        const items = lengths.map((length) => {
          const item = bufferAt(position, length, (at) => at / 1024)
          position += length
          return item
        })
        const packets = from(items).pipe(
          asOperator<AudioBuffer, Packet>(() => pcmEncoder({ frameCount: 8 })),
        )
        const out = await lastValueFrom(
          packets.pipe(
            asOperator<Packet, AudioBuffer>(() => pcmDecoder()),
            toArray(),
          ),
        )
        expect(out.flatMap(({ samples }) => [...samples])).toEqual(
          Array.from({ length: position }, (_, at) => at / 1024),
        )
      }),
      { numRuns: 40 },
    )
  })

  it('lets items wait for a processor that takes its time, up to its capacity', async () => {
    const fits = from(buffers(8)).pipe(asOperator(later, { capacityItems: 8 }), toArray())
    expect((await lastValueFrom(fits)).map(({ position }) => position)).toEqual([
      0, 4, 8, 12, 16, 20, 24, 28,
    ])
    expect(
      await failure(from(buffers(9)).pipe(asOperator(later, { capacityItems: 4 }))),
    ).toMatchObject({
      code: 'queue-overflow',
    })
  })

  it('drops as it is told, and says so', async () => {
    for (const overflow of ['drop-oldest', 'drop-newest'] as const) {
      const stage = later()
      const drops: DropEvent[] = []
      stage.on('drop', (drop: DropEvent) => drops.push(drop))
      const out = await lastValueFrom(
        from(buffers(10)).pipe(
          asOperator(() => stage, { overflow, capacityItems: 4 }),
          toArray(),
        ),
      )
      const lost = 10 - out.length
      expect(lost).toBeGreaterThan(0)
      expect(drops.reduce((sum, { items }) => sum + items, 0)).toBe(lost)
      expect(stage.stats().drops).toBe(lost)
      const marked = out.filter(({ discontinuity }) => discontinuity).length
      expect(marked + (stage.tailDiscontinuity ? 1 : 0)).toBe(1)
    }
  })

  it('lets errors cross in both directions and closes the processor', async () => {
    const stage = half()
    const gone = new Error('gone')
    const broken = concat(
      from(buffers(3)),
      throwError(() => gone),
    )
    const seen: number[] = []
    expect(
      await failure(
        broken.pipe(
          asOperator(() => stage),
          map(({ position }) => seen.push(position)),
        ),
      ),
    ).toBe(gone)
    expect(seen).toEqual([0, 4, 8])
    await turn()
    expect(stage.state).toBe('closed')
    const subject = new Subject<AudioBuffer>()
    const wrong = processor(
      (): never => {
        throw new Error('no')
      },
      { name: 'wrong' },
    )
    const failing = failure(subject.pipe(asOperator(() => wrong)))
    subject.next(buffers(1)[0] as AudioBuffer)
    expect(await failing).toMatchObject({ code: 'stage-failed', details: { stage: 'wrong' } })
    expect(subject.observed).toBe(false)
    expect(
      await failure(of('x' as unknown as AudioBuffer).pipe(asOperator(() => half()))),
    ).toMatchObject({
      code: 'wrong-item',
    })
    const closed = half()
    const waiting = failure(NEVER.pipe(asOperator(() => closed)))
    await closed.close()
    expect(isPatchcordError(await waiting, 'aborted')).toBe(true)
  })

  it('stops what never ends: a subscriber that leaves, a processor that has had enough', async () => {
    const stage = half()
    const endless = of(buffers(1)[0] as AudioBuffer).pipe(repeat())
    await lastValueFrom(
      endless.pipe(
        asOperator(() => stage),
        take(3),
      ),
    )
    await turn()
    expect(stage.state).toBe('closed')
    const some = new Subject<AudioBuffer>()
    const taking = lastValueFrom(
      some.pipe(
        asOperator(() => takeAudio({ frameCount: 6 })),
        toArray(),
      ),
    )
    for (const buffer of buffers(3)) some.next(buffer)
    expect((await taking).map(({ frameCount }) => frameCount)).toEqual([4, 2])
    expect(some.observed).toBe(false)
  })

  it('makes a processor for each subscriber, and completes without items', async () => {
    let made = 0
    const operated = range(0, 3).pipe(
      map((index) => bufferAt(index * 4, 4, level)),
      asOperator(() => (made++, half())),
    )
    const all = await lastValueFrom(merge(operated, operated).pipe(toArray()))
    expect([all.length, made]).toEqual([6, 2])
    expect(await failure(EMPTY.pipe(asOperator(() => half())))).toBe('completed')
  })

  it('makes the whole round trip', async () => {
    const there = toObservable(() => source(buffers(50)))
    const back = fromObservable(there.pipe(asOperator(() => half())), { capacityItems: 50 })
    const again = toObservable(() => back)
    expect((await lastValueFrom(again.pipe(toArray()))).map(({ samples }) => samples[0])).toEqual(
      buffers(50).map(({ samples }) => samples[0]! / 2),
    )
    expect(await firstValueFrom(toObservable(() => new Counted(3)))).toBeInstanceOf(AudioBuffer)
  })

  it('rejects what is no factory and unknown options', async () => {
    expect(() => asOperator(half() as unknown as () => ReturnType<typeof half>)).toThrow(
      /a function that makes/,
    )
    expect(() => asOperator(() => half(), { capacity: 1 } as object)).toThrow(
      /no option 'capacity'/,
    )
    expect(() => asOperator(() => half(), { overflow: 'block' } as object)).toThrow(
      /overflow must be/,
    )
    for (const made of [undefined, 7, new Counted(1)]) {
      const operator = asOperator(() => made as unknown as ReturnType<typeof half>)
      expect(await failure(EMPTY.pipe(operator))).toMatchObject({ code: 'invalid-option' })
    }
  })
})

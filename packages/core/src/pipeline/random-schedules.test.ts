import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AudioBuffer,
  type AudioFormat,
  AudioProcessor,
  AudioSink,
  AudioSource,
  BufferPool,
  type Emit,
  type OpenContext,
  PushSource,
  type Run,
  broadcast,
  isPatchcordError,
  mix,
  pipeline,
} from '../index.js'
import type { AcquireInit } from '../data/buffer-pool.js'

type Port = AudioSource | AudioProcessor | AudioSink
type Acts = 'abort' | 'close' | 'pause' | 'resume' | 'stop' | 'discard'
type Opening = 'sync' | 'async' | 'throws' | 'rejects' | 'hangs'
type Fault = 'none' | 'throws' | 'rejects' | 'stalls'
interface Behaviour {
  readonly pace: 'sync' | 'async' | 'slow'
  readonly fault: Fault
  readonly at: number
}
interface Plan {
  readonly heads: readonly (Behaviour & { push: boolean; open: Opening })[]
  readonly middle: readonly (Behaviour & { work: keyof typeof works; frames: number })[]
  readonly tails: readonly (Behaviour & { open: Opening; finish: Fault })[]
  readonly schedule: readonly { act: Acts; at: number; later: boolean }[]
}

const format: AudioFormat = { sampleRate: 8000, channelCount: 1 }
const itemCount = 12
const frameCount = 8

/** Remembers all memory that was handed out, to find what nobody gave back. */
class CountingPool extends BufferPool {
  private readonly given = new Set<NonNullable<AudioBuffer['memory']>>()
  override acquire(init: AcquireInit): AudioBuffer {
    const buffer = super.acquire(init)
    this.given.add(buffer.memory as NonNullable<AudioBuffer['memory']>)
    return buffer
  }
  get leaked(): number {
    return [...this.given].filter((memory) => memory.owners > 0 && memory.home !== undefined).length
  }
}

const tick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** What happens in one run, counted, and what is to happen at which moment of it. */
class Stageplay {
  readonly opened = new Map<Port, number>()
  readonly torn = new Map<Port, number>()
  readonly closed = new Map<Port, number>()
  private moments = 0
  private readonly stalled = new Map<Port, (() => void)[]>()
  act: (name: Acts) => void = () => undefined

  constructor(readonly schedule: Plan['schedule']) {}

  /** Called at each hook: the schedule counts these. */
  moment(): void {
    const now = this.moments++
    for (const { act, at, later } of this.schedule) {
      if (at !== now) continue
      if (later) setImmediate(() => this.act(act))
      else this.act(act)
    }
  }

  watch(port: Port): void {
    port.on('close', () => this.add(this.closed, port))
  }

  add(map: Map<Port, number>, port: Port): void {
    map.set(port, (map.get(port) ?? 0) + 1)
  }

  /** Behaves as told, then gives the result. */
  perform<T>(
    port: Port,
    { pace, fault, at }: Behaviour,
    turn: number,
    work: () => T,
  ): T | Promise<T> {
    this.moment()
    if (turn === at && fault === 'throws') throw new Error('thrown')
    if (turn === at && fault === 'rejects')
      return tick().then(() => Promise.reject(new Error('no')))
    if (turn === at && fault === 'stalls' && !this.torn.has(port))
      return new Promise<void>((resolve) => {
        this.stalled.set(port, [...(this.stalled.get(port) ?? []), resolve])
      }).then(work)
    if (pace === 'sync') return work()
    return pace === 'async' ? Promise.resolve().then(work) : tick().then(work)
  }

  open<T>(port: Port, how: Opening, signal: AbortSignal | undefined, value: T): T | Promise<T> {
    this.add(this.opened, port)
    this.moment()
    if (how === 'throws') throw new Error('cannot open')
    if (how === 'rejects') return tick().then(() => Promise.reject(new Error('cannot open')))
    if (how === 'async') return tick().then(() => value)
    if (how === 'sync' || signal === undefined) return value
    return new Promise((_, reject) => {
      const onAbort = (): void => reject(signal.reason as Error)
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort)
    })
  }

  teardown(port: Port): Promise<void> | void {
    this.add(this.torn, port)
    this.moment()
    for (const resolve of this.stalled.get(port) ?? []) resolve()
    if (this.moments % 2 === 0) return tick()
  }
}

class Pull extends AudioSource {
  private turn = 0
  constructor(
    private readonly play: Stageplay,
    private readonly how: Plan['heads'][number],
  ) {
    super({ name: 'pull' })
    play.watch(this)
  }
  protected open({ signal }: OpenContext): AudioFormat | Promise<AudioFormat> {
    return this.play.open(this, this.how.open, signal, format)
  }
  protected readItem(): AudioBuffer | null | Promise<AudioBuffer | null> {
    const turn = this.turn++
    return this.play.perform(this, this.how, turn, () =>
      turn >= itemCount
        ? null
        : this.pool.acquire({ ...format, frameCount, position: turn * frameCount }),
    )
  }
  protected override teardown(): Promise<void> | void {
    return this.play.teardown(this)
  }
}

class Push extends PushSource {
  private turn = 0
  constructor(
    private readonly play: Stageplay,
    private readonly how: Plan['heads'][number],
  ) {
    super({ name: 'push', capacityItems: 4 })
    play.watch(this)
  }
  protected open({ signal }: OpenContext): AudioFormat | Promise<AudioFormat> {
    const opened = this.play.open(this, this.how.open, signal, format)
    setImmediate(() => this.deliver())
    return opened
  }
  private deliver(): void {
    const turn = this.turn++
    if (this.destroyed || (this.how.fault === 'stalls' && turn === this.how.at)) return
    if (this.how.fault === 'throws' && turn === this.how.at)
      return void this.destroy(new Error('device lost'))
    this.play.moment()
    if (turn >= itemCount) return this.endItems()
    this.deliverItem(this.pool.acquire({ ...format, frameCount, position: turn * frameCount }))
    setImmediate(() => this.deliver())
  }
  protected override teardown(): Promise<void> | void {
    return this.play.teardown(this)
  }
}

type Work = (
  item: AudioBuffer,
  emit: Emit<AudioBuffer>,
  pool: BufferPool,
) => AudioBuffer | undefined
const works = {
  pass: (item) => item,
  replace: (item, _emit, pool) => pool.copyOf(item),
  drop: (item) => (item.position % (2 * frameCount) === 0 ? item : undefined),
  share: (item, emit) => {
    emit(item.with({ metadata: { part: 1 } }))
    emit(item.with({ metadata: { part: 2 } }))
    return undefined
  },
  late: (item, emit) => void setImmediate(() => emit(item)) as undefined,
} satisfies Record<string, Work>

class Middle extends AudioProcessor {
  private turn = 0
  constructor(
    private readonly play: Stageplay,
    private readonly how: Plan['middle'][number],
  ) {
    super({
      name: how.work,
      retains: how.work === 'late',
      ...(how.frames === 0 ? {} : { requiredFrames: how.frames }),
    })
    play.watch(this)
  }
  protected override configure(input: AudioFormat): AudioFormat {
    this.play.add(this.play.opened, this)
    this.play.moment()
    return input
  }
  protected processItem(
    item: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined | Promise<AudioBuffer | undefined> {
    const work: Work = works[this.how.work]
    return this.play.perform(this, this.how, this.turn++, () => work(item, emit, this.pool))
  }
  protected override async flushItems(): Promise<void> {
    // What is still to be emitted late comes in time.
    await tick()
    this.play.moment()
  }
  protected override teardown(): Promise<void> | void {
    return this.play.teardown(this)
  }
}

class Tail extends AudioSink {
  private turn = 0
  constructor(
    private readonly play: Stageplay,
    private readonly how: Plan['tails'][number],
  ) {
    super({ name: 'tail' })
    play.watch(this)
  }
  protected override open(): void | Promise<void> {
    return this.play.open(this, this.how.open, undefined, undefined)
  }
  protected writeItem(): void | Promise<void> {
    return this.play.perform(this, this.how, this.turn++, () => undefined)
  }
  protected override finish(): void | Promise<void> {
    return this.play.perform(
      this,
      { pace: 'slow', fault: this.how.finish, at: 0 },
      0,
      () => undefined,
    )
  }
  protected override teardown(): Promise<void> | void {
    return this.play.teardown(this)
  }
}

interface Outcome {
  readonly ports: readonly Port[]
  readonly play: Stageplay
  readonly pool: CountingPool
  readonly run: Run
  readonly settled: 'resolved' | 'rejected' | 'hangs'
  readonly value: unknown
  readonly ends: number
}

async function perform({ heads, middle, tails, schedule }: Plan): Promise<Outcome> {
  const play = new Stageplay(schedule)
  const pool = new CountingPool()
  const controller = new AbortController()
  const sources = heads.map((how) => (how.push ? new Push(play, how) : new Pull(play, how)))
  const processors = middle.map((how) => new Middle(play, how))
  const sinks = tails.map((how) => new Tail(play, how))
  const first = sources.length === 1 ? (sources[0] as AudioSource) : mix(sources)
  const last = sinks.length > 1 ? broadcast(...(sinks as unknown as [AudioSink])) : sinks[0]
  const options = { pool, signal: controller.signal }
  const chain = [first, ...processors, ...(last === undefined ? [] : [last]), options]
  const run = (pipeline as (...stages: unknown[]) => Run)(...chain)
  let ends = 0
  run.on('health', ({ to }) => void (ends += Number(to === 'ended' || to === 'failed')))
  let settled: Outcome['settled'] = 'hangs'
  let value: unknown
  run.finished.then(
    (report) => ([settled, value] = ['resolved', report]),
    (error: unknown) => ([settled, value] = ['rejected', error]),
  )
  const actions: Record<Acts, () => void> = {
    abort: () => controller.abort(),
    close: () => void run.close(),
    pause: () => run.pause(),
    resume: () => run.resume(),
    stop: () => void run.stop().catch(() => undefined),
    discard: () => void run.stop({ drain: false }).catch(() => undefined),
  }
  play.act = (name) => actions[name]()
  for (const { act, at } of schedule) if (at < 0) play.act(act)
  if (last === undefined) void iterate(run as unknown as AsyncIterable<AudioBuffer>)
  const isHanging = (): boolean => settled === 'hangs'
  for (let turn = 0; turn < 150 && isHanging(); turn++) await tick()
  // What stalls or was paused is cut short, and must come to its end then.
  if (isHanging()) void run.close()
  for (let turn = 0; turn < 150 && isHanging(); turn++) await tick()
  for (let turn = 0; turn < 5; turn++) await tick()
  return { ports: [...sources, ...processors, ...sinks], play, pool, run, settled, value, ends }
}

async function iterate(items: AsyncIterable<AudioBuffer>): Promise<void> {
  try {
    for await (const item of items) expect(item.memory?.home).toBeUndefined()
  } catch (error) {
    if (!isPatchcordError(error)) throw error
  }
}

const pace = fc.constantFrom<Behaviour['pace']>('sync', 'sync', 'async', 'slow')
const fault = fc.constantFrom<Fault>('none', 'none', 'none', 'none', 'throws', 'rejects', 'stalls')
const opening = fc.constantFrom<Opening>(
  'sync',
  'sync',
  'sync',
  'async',
  'throws',
  'rejects',
  'hangs',
)
const at = fc.integer({ min: 0, max: itemCount })
const plans: fc.Arbitrary<Plan> = fc.record({
  heads: fc.array(fc.record({ pace, fault, at, push: fc.boolean(), open: opening }), {
    minLength: 1,
    maxLength: 2,
  }),
  middle: fc.array(
    fc.record({
      pace,
      fault,
      at,
      work: fc.constantFrom(...(Object.keys(works) as (keyof typeof works)[])),
      frames: fc.constantFrom(0, 0, 3, 20),
    }),
    { maxLength: 3 },
  ),
  tails: fc.array(fc.record({ pace, fault, at, open: opening, finish: fault }), { maxLength: 2 }),
  schedule: fc.array(
    fc.record({
      act: fc.constantFrom<Acts>('abort', 'close', 'pause', 'resume', 'stop', 'discard'),
      at: fc.integer({ min: -1, max: 60 }),
      later: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
})

describe('a run at every moment of its life', () => {
  const accidents: unknown[] = []
  const onAccident = (error: unknown): void => void accidents.push(error)
  beforeAll(() => void process.on('unhandledRejection', onAccident))
  afterAll(() => void process.off('unhandledRejection', onAccident))

  it('ends closed, with every port closed once and all memory given back', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        accidents.length = 0
        const { ports, play, pool, run, settled, value, ends } = await perform(plan)
        expect(settled).not.toBe('hangs')
        expect([ends, run.health]).toEqual([1, settled === 'resolved' ? 'ended' : 'failed'])
        if (settled === 'resolved') {
          expect(value).toMatchObject({ reason: expect.stringMatching(/^(ended|stopped)$/) })
        } else expect(isPatchcordError(value)).toBe(true)
        for (const port of ports) {
          const opened = play.opened.has(port) ? 1 : 0
          expect([port.name, port.state]).toEqual([
            port.name,
            expect.stringMatching(/^(closed|failed)$/),
          ])
          expect([port.name, 'teardown', play.torn.get(port) ?? 0]).toEqual([
            port.name,
            'teardown',
            opened,
          ])
          expect([port.name, 'close', play.closed.get(port)]).toEqual([port.name, 'close', 1])
        }
        expect(pool.leaked).toBe(0)
        expect(accidents).toEqual([])
      }),
      { numRuns: 1500, seed: 20_190 },
    )
  })
})

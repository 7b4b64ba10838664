import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  type Clock,
  type DropEvent,
  type MixOptions,
  PushSource,
  bufferSource,
  isPatchcordError,
  mix,
  pipeline,
  sink,
} from '../index.js'

/** Time that moves only when told to. */
class HandClock implements Clock {
  private time = 0
  private timers: { readonly at: number; readonly call: () => void }[] = []
  now(): number {
    return this.time
  }
  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => void this.schedule(durationMs, resolve))
  }
  schedule(delayMs: number, call: () => void): () => void {
    const timer = { at: this.time + delayMs, call }
    this.timers.push(timer)
    return () => void (this.timers = this.timers.filter((other) => other !== timer))
  }
  async advance(durationMs: number): Promise<void> {
    this.time += durationMs
    const due = this.timers.filter(({ at }) => at <= this.time)
    this.timers = this.timers.filter(({ at }) => at > this.time)
    for (const { call } of due) call()
    await settle()
  }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => void setImmediate(resolve))
}

const constant = (value: number, frames: number, position = 0): AudioBuffer =>
  new AudioBuffer({
    sampleRate: 48_000,
    channelCount: 1,
    samples: new Float32Array(frames).fill(value),
    position,
  })

class Live extends PushSource {
  private position = 0
  protected open(): AudioFormat {
    return { sampleRate: 48_000, channelCount: 1 }
  }
  give(value: number, frames: number, discontinuity = false): void {
    this.deliverItem(constant(value, frames, this.position).with({ discontinuity }))
    this.position += frames
  }
  loseAndEnd(): void {
    this.noteLoss()
    this.endItems()
  }
  end(): void {
    this.endItems()
  }
}

interface Block {
  readonly values: number[]
  readonly discontinuity: boolean
}

async function start(inputs: Live[], options: MixOptions) {
  const clock = new HandClock()
  const blocks: Block[] = []
  const drops: DropEvent[] = []
  const silence: number[] = []
  const mixed = mix(inputs, { stallTimeoutMs: 100, ...options })
  const end = sink((buffer) => {
    blocks.push({ values: [...buffer.samples], discontinuity: buffer.discontinuity })
  })
  const run = pipeline(mixed, end, { clock })
  run.finished.catch(() => undefined)
  run.on('drop', (event) => void drops.push(event))
  run.on('underrun', ({ frames }) => void silence.push(frames))
  await settle()
  const values = (): number[][] => blocks.map((block) => block.values)
  const marks = (): boolean[] => blocks.map((block) => block.discontinuity)
  return { clock, run, values, marks, drops, silence, end }
}

describe('mix by position, with an input that stalls', () => {
  it('goes on with silence, counts it, and drops, counts and marks what comes too late', async () => {
    const [steady, late] = [new Live({ name: 'steady' }), new Live({ name: 'late' })]
    const rig = await start([steady, late], { framesPerBuffer: 4, onStall: 'silence' })
    steady.give(0.5, 4)
    await settle()
    await rig.clock.advance(99)
    expect(rig.values()).toEqual([])
    await rig.clock.advance(1)
    expect([rig.values(), rig.silence]).toEqual([[[0.5, 0.5, 0.5, 0.5]], [4]])
    late.give(0.25, 3)
    late.give(0.25, 3)
    steady.give(0.5, 4)
    late.give(0.25, 2)
    await settle()
    expect(rig.values().slice(1)).toEqual([[0.75, 0.75, 0.75, 0.75]])
    expect(rig.drops).toEqual([
      { stage: 'mix', items: 1, frames: 3, reason: 'late' },
      { stage: 'mix', items: 1, frames: 1, reason: 'late' },
    ])
    expect(rig.marks()).toEqual([false, true])
    steady.end()
    late.end()
    expect((await rig.run.finished).stages[0]).toMatchObject({ drops: 2, droppedFrames: 4 })
    expect(rig.silence).toEqual([4])
  })

  it('counts only the frames that a stalled input did not give, and none once it has ended', async () => {
    const [steady, late] = [new Live(), new Live()]
    const rig = await start([steady, late], { framesPerBuffer: 4, onStall: 'silence' })
    steady.give(0.5, 4)
    late.give(0.25, 1)
    await settle()
    await rig.clock.advance(100)
    expect([rig.values(), rig.silence]).toEqual([[[0.75, 0.5, 0.5, 0.5]], [3]])
    late.end()
    steady.give(0.5, 4)
    steady.end()
    await rig.run.finished
    expect(rig.silence).toEqual([3])
  })

  it('does not take an input that gives little for one that gives nothing', async () => {
    const [steady, slow] = [new Live(), new Live()]
    const rig = await start([steady, slow], { framesPerBuffer: 4, onStall: 'error' })
    steady.give(0.5, 4)
    for (let given = 0; given < 3; given++) {
      await rig.clock.advance(80)
      slow.give(0.25, 1)
      await settle()
    }
    expect(rig.run.health).toBe('running')
    await rig.clock.advance(20)
    await rig.clock.advance(80)
    const error: unknown = await rig.run.finished.catch((thrown: unknown) => thrown)
    expect(isPatchcordError(error, 'timeout')).toBe(true)
    expect(error).toMatchObject({ details: { stage: 'mix', input: 1, stallTimeoutMs: 100 } })
  })

  it('waits without end by default', async () => {
    const [steady, late] = [new Live(), new Live()]
    const rig = await start([steady, late], { framesPerBuffer: 4 })
    steady.give(0.5, 4)
    await settle()
    await rig.clock.advance(1_000_000)
    expect(rig.values()).toEqual([])
    late.give(0.25, 4)
    await settle()
    expect(rig.values()).toEqual([[0.75, 0.75, 0.75, 0.75]])
    await rig.run.close()
  })

  it('carries what its inputs lost, in the middle and at the tail', async () => {
    const [long, short] = [new Live(), new Live()]
    const rig = await start([long, short], { framesPerBuffer: 2 })
    for (const mark of [false, true, false, false]) long.give(0.5, 2, mark)
    short.give(0.25, 4)
    short.loseAndEnd()
    long.loseAndEnd()
    await rig.run.finished
    expect(rig.marks()).toEqual([false, true, true, false])
    expect(rig.end.tailDiscontinuity).toBe(true)
  })
})

describe('mix by clock', () => {
  it('hands the pace to the next input when the master stalls, or ends', async () => {
    const [master, next] = [new Live(), new Live()]
    const rig = await start([master, next], { by: 'clock', onStall: 'silence' })
    next.give(0.25, 2)
    await settle()
    await rig.clock.advance(99)
    expect(rig.values()).toEqual([])
    await rig.clock.advance(1)
    expect([rig.values(), rig.silence]).toEqual([[[0.25, 0.25]], [2]])
    master.end()
    await settle()
    next.give(0.25, 3)
    next.end()
    await rig.run.finished
    expect([rig.values().slice(1), rig.silence]).toEqual([[[0.25, 0.25, 0.25]], [2]])
  })

  it('fails where told so when the master stalls', async () => {
    const rig = await start([new Live(), new Live()], {
      by: 'clock',
      onStall: 'error',
      clockMaster: 1,
    })
    await rig.clock.advance(100)
    const error: unknown = await rig.run.finished.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'timeout', details: { input: 1 } })
  })

  it('gives blocks of its own size, without silence where the master has gone on', async () => {
    const [master, other] = [new Live(), new Live()]
    const rig = await start([master, other], { by: 'clock', framesPerBuffer: 2 })
    other.give(0.25, 3)
    await settle()
    for (let given = 0; given < 2; given++) master.give(0.5, 3)
    master.end()
    await settle()
    expect(rig.values()).toEqual([
      [0.75, 0.75],
      [0.75, 0.5],
      [0.5, 0.5],
    ])
    expect(rig.silence).toEqual([1, 2])
    await rig.run.close()
  })

  it('marks a jump of any input once, in the block where it is', async () => {
    const [master, other] = [new Live(), new Live()]
    const rig = await start([master, other], { by: 'clock', framesPerBuffer: 2 })
    other.give(0.25, 2)
    other.give(0.25, 6, true)
    await settle()
    master.give(0.5, 8)
    await settle()
    expect(rig.marks()).toEqual([false, true, false, false])
    await rig.run.close()
  })

  it('ends with the shortest, whichever it is, or with the longest', async () => {
    for (const [until, blocks] of [
      ['shortest', 1],
      ['longest', 2],
    ] as const) {
      const [master, other] = [new Live(), new Live()]
      const rig = await start([master, other], { by: 'clock', until })
      other.give(0.25, 2)
      other.end()
      await settle()
      master.give(0.5, 2)
      await settle()
      master.give(0.5, 2)
      master.end()
      await rig.run.finished
      expect([until, rig.values().length]).toEqual([until, blocks])
    }
  })
})

it('mix takes no options that it does not know', () => {
  const input = () => bufferSource([constant(0, 1)])
  const wrong = [
    { untill: 'longest' },
    { until: 'first' },
    { onStall: 'skip' },
    { stallTimeoutMs: 0 },
    { framesPerBuffer: 1.5 },
    { by: 'time' },
    { clockMaster: 1 },
    { format: { sampleRate: 0, channelCount: 1 } },
  ]
  for (const options of wrong)
    expect(() => mix([input()], options as MixOptions), JSON.stringify(options)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    )
})

import { describe, expect, it } from 'vitest'
import { chainedBackend } from '../../test-support/chained-backend.js'
import {
  AudioBuffer,
  type KernelBackend,
  type KernelChain,
  type KernelProcessor,
  type Run,
  biquad,
  bufferSource,
  channelMix,
  gain,
  jsBackend,
  levelMeter,
  limiter,
  pipeline,
  processor,
  resample,
  sink,
  source,
} from '../index.js'

const format = { sampleRate: 8000, channelCount: 2 }
const frames = 80
const blocks = (count: number, more: object = {}): AudioBuffer[] =>
  Array.from({ length: count }, (_, index) => {
    const samples = Float32Array.from({ length: frames * 2 }, (_, at) => Math.sin(at + index))
    return new AudioBuffer({ ...format, samples, position: index * frames, ...more })
  })
const end = () => sink(() => {})
const groupsOf = (run: Run): unknown => run.stats().fusedGroups?.map(({ stages }) => stages)
type Ports = readonly KernelProcessor<never>[]

/** Runs stages between a source and a sink, and counts the calls of chains. */
async function fused(
  make: (backend: KernelBackend) => readonly unknown[],
  count = 10,
  options: object = {},
) {
  const calls = { count: 0 }
  const ports = make(chainedBackend(calls)) as Ports
  const run = pipeline(bufferSource(blocks(count)), ...ports, end(), options) as Run
  await run.finished
  return { calls: calls.count, groups: groupsOf(run), run, ports }
}

/** A backend whose chains throw at a call. */
function failing(atCall: number, error: Error): KernelBackend {
  const good = chainedBackend()
  let call = 0
  const boom = (): void => {
    if (++call === atCall) throw error
  }
  return {
    ...good,
    fuse: (kernels) => {
      const chain = good.fuse?.(kernels) as KernelChain
      return {
        outputFrames: (...of) => chain.outputFrames(...of),
        process: (...block) => (boom(), chain.process(...block)),
        processTimed: (...block) => (boom(), chain.processTimed(...block)),
      }
    },
  }
}

describe('fusion', () => {
  it('takes every buffer but the first by one call', async () => {
    const { calls, groups } = await fused((backend) => [
      gain({ backend }),
      limiter({ backend, lookAheadMs: 0 }),
    ])
    expect([calls, groups]).toEqual([9, [['gain', 'limiter']]])
  })

  it('is switched off by fuse: false', async () => {
    const two = (backend: KernelBackend) => [gain({ backend }), gain({ backend })]
    const { calls, groups } = await fused(two, 10, { fuse: false })
    expect([calls, groups]).toEqual([0, undefined])
  })

  it('joins neighbours of one backend only, and two at least', async () => {
    const pass = () => processor((buffer) => buffer)
    const { calls, groups } = await fused((backend) => [
      gain({ backend, name: 'alone' }),
      pass(),
      gain({ backend, name: 'a' }),
      gain({ backend, name: 'b' }),
      gain({ backend: chainedBackend(), name: 'of another' }),
      gain({ backend: jsBackend, name: 'of none' }),
      gain({ backend: jsBackend, name: 'of none' }),
    ])
    expect([calls, groups]).toEqual([9, [['a', 'b']]])
  })

  it('makes several groups of more kernels than a chain can have', async () => {
    const { run } = await fused((backend) => Array.from({ length: 65 }, () => gain({ backend })), 3)
    expect(run.stats().fusedGroups?.map(({ stages }) => stages.length)).toEqual([30, 30, 5])
  })

  it('takes in what pipeline() puts in, where it has the same backend', async () => {
    const { groups } = await fused((backend) => [
      channelMix({ backend, channelCount: 1 }),
      resample({ backend, sampleRate: 4000 }),
    ])
    expect(groups).toEqual([['channelMix', 'resample']])
  })

  it('does not fuse over what somebody took a look at', async () => {
    const { groups, calls } = await fused((backend) => {
      const seen = gain({ backend, name: 'seen' })
      const look = (): void => undefined
      seen.on('readable', look).off('readable', look)
      return [gain({ backend, name: 'a' }), seen, gain({ backend, name: 'b' })]
    })
    expect([groups, calls]).toEqual([[['a', 'seen']], 9])
  })

  it('ends behind a meter while somebody listens to it', async () => {
    const calls = { count: 0 }
    const backend = chainedBackend(calls)
    const meter = levelMeter({ backend, windowMs: 10 })
    const late = gain({ backend, rampMs: 0, name: 'late' })
    const ports = [gain({ backend, name: 'early' }), meter, late, gain({ backend })] as const
    const seen: number[] = []
    const run = pipeline(
      bufferSource(blocks(12)),
      ...ports,
      sink((b) => void seen.push(b.samples[1]!)),
    )
    const groups: unknown[] = []
    let windows = 0
    const hear = (): void => {
      groups.push(groupsOf(run))
      if (++windows === 3) late.set('gainDb', -Infinity)
      if (windows === 5) meter.off('level', hear)
    }
    meter.on('level', hear)
    await run.finished
    // What a listener sets holds for the buffer that it heard of.
    expect(seen.findIndex((sample) => sample === 0)).toBe(2)
    expect(groups.at(-1)).toEqual([
      ['early', 'levelMeter'],
      ['late', 'gain'],
    ])
    expect(groupsOf(run)).toEqual([['early', 'levelMeter', 'late', 'gain']])
  })

  it('times one call in sixteen, the whole and each kernel', async () => {
    const { run } = await fused(
      (backend) => [
        gain({ backend }),
        biquad({ backend, sections: [{ type: 'low-pass', frequencyHz: 100 }] }),
      ],
      100,
    )
    const { fusedGroups, stages } = run.stats()
    expect(fusedGroups?.[0]?.timeUs?.samples).toBeGreaterThanOrEqual(6)
    for (const stage of stages.slice(1, 3)) expect(stage.timeUs?.samples).toBeGreaterThanOrEqual(6)
  })

  it.each([
    [undefined, 'first'],
    [0, 'first'],
    [1, 'second'],
    [2, 'third'],
    [9, 'third'],
  ])('blames the stage whose kernel has failed: %s', async (kernelIndex, guilty) => {
    const error = Object.assign(
      new Error('panic'),
      kernelIndex === undefined ? {} : { kernelIndex },
    )
    const backend = failing(3, error)
    const ports = ['first', 'second', 'third'].map((name) => gain({ backend, name }))
    let written = 0
    const run = pipeline(
      bufferSource(blocks(10)),
      ...(ports as unknown as Ports),
      sink(() => void written++),
    ) as Run
    await expect(run.finished).rejects.toMatchObject({
      code: 'stage-failed',
      details: { stage: guilty },
      cause: error,
    })
    const index = ports.findIndex(({ name }) => name === guilty)
    expect(ports.map((port) => port.stats().itemsIn)).toEqual(
      ports.map((_, at) => (at <= index ? 4 : 3)),
    )
    expect(ports.map((port) => port.stats().itemsOut)).toEqual(
      ports.map((_, at) => (at < index ? 4 : 3)),
    )
    expect([written, ports.every(({ closed }) => closed)]).toEqual([3, true])
  })

  it('lets the stage fail whose kernel refuses a change', async () => {
    const good = chainedBackend()
    const backend: KernelBackend = {
      ...good,
      create: (spec, input) =>
        Object.assign(good.create(spec, input), {
          update: () => {
            throw new Error('no')
          },
        }),
    }
    const ports = [gain({ backend, name: 'a' }), gain({ backend, name: 'b' })] as const
    let count = 0
    const end = sink(() => void (++count === 4 && ports[1].set('gainDb', -3)))
    const { finished } = pipeline(bufferSource(blocks(10)), ...ports, end)
    await expect(finished).rejects.toMatchObject({ details: { stage: 'b' } })
    expect(count).toBe(4)
  })

  it('holds back while the last stage has no room', async () => {
    const backend = chainedBackend()
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    let count = 0
    const end = sink(() => (++count === 3 ? gate : undefined))
    const ports = [gain({ backend }), gain({ backend })] as const
    const run = pipeline(bufferSource(blocks(50)), ...ports, end)
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => void setImmediate(resolve))
    expect(ports.map((port) => port.stats().itemsOut)).toEqual([3, 3])
    open()
    await run.finished
    expect(count).toBe(50)
  })

  it('is over at once when the run is stopped, closed or paused in the middle', async () => {
    for (const act of ['stop', 'discard', 'close', 'destroy', 'pause'] as const) {
      const backend = chainedBackend()
      const ports = [gain({ backend }), levelMeter({ backend, windowMs: 1 })] as const
      let count = 0
      const run: Run = pipeline(
        bufferSource(blocks(20)),
        ...ports,
        sink(() => {
          if (++count !== 5) return
          if (act === 'stop') void run.stop()
          if (act === 'discard') void run.stop({ drain: false })
          if (act === 'close') void run.close()
          if (act === 'destroy') ports[0].destroy()
          if (act === 'pause') run.pause()
        }),
      )
      if (act === 'pause') {
        for (let turn = 0; turn < 20; turn++)
          await new Promise((resolve) => void setImmediate(resolve))
        expect(count).toBe(5)
        run.resume()
      }
      const reason = await run.finished.then(
        ({ reason }) => reason,
        () => 'failed',
      )
      const due = {
        stop: 'stopped',
        discard: 'stopped',
        close: 'failed',
        destroy: 'failed',
        pause: 'ended',
      }
      expect([act, reason]).toEqual([act, due[act]])
      expect(ports.map(({ closed }) => closed)).toEqual([true, true])
      if (act !== 'pause') expect(count).toBe(5)
    }
  })

  it('refuses writes to its stages', async () => {
    const backend = chainedBackend()
    const ports = [gain({ backend }), gain({ backend })] as const
    const run = pipeline(bufferSource(blocks(3)), ...ports, end())
    run.on('started', () => void Promise.resolve())
    await run.finished
    for (const port of ports)
      expect(() => port.write(blocks(1)[0])).toThrow(
        expect.objectContaining({ code: 'already-used' }),
      )
    expect(ports.map((port) => port.readableEnded)).toEqual([true, true])
  })

  it('uses no memory of its own in place, and leaves alone what is shared', async () => {
    const backend = chainedBackend()
    const list = blocks(4)
    const before = list.map(({ samples }) => samples)
    const after: Float32Array[] = []
    const ports = [gain({ backend }), limiter({ backend, lookAheadMs: 1 })] as const
    await pipeline(
      source(list),
      ...ports,
      sink(({ samples }) => void after.push(samples)),
    ).finished
    // The first is shorter by the delay, and the tail comes last.
    expect(after.slice(1, 4)).toEqual(before.slice(1))
    expect(after.slice(1, 4).every((samples, at) => samples === before[at + 1])).toBe(true)
  })
})

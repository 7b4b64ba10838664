import { describe, expect, it } from 'vitest'
import { BufferPool } from '../data/buffer-pool.js'
import { channelMap } from './channel-map.js'
import { gain } from './gain.js'
import { jsBackend } from './js-backend.js'
import type { KernelBackend, KernelSpec } from './kernel.js'
import { levelMeter } from './level-meter.js'
import { limiter } from './limiter.js'
import { lowPass } from './low-pass.js'
import { bufferOf, processAll } from './process-all.test-support.js'
import { resample } from './resample.js'

const ramp = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index)

describe('KernelProcessor', () => {
  it('keeps position, timestamp, metadata and discontinuity', async () => {
    const input = bufferOf([1], {
      position: 50,
      timestampMs: 7000,
      metadata: { take: 3 },
      discontinuity: true,
    })
    for (const processor of [gain({ gainDb: -6 }), channelMap({ channels: [0, 0] })]) {
      const [out] = await processAll(processor, [input])
      expect(out).toMatchObject({
        position: 50,
        timestampMs: 7000,
        metadata: { take: 3 },
        discontinuity: true,
      })
    }
  })

  it('works in place on samples of its own, and on a copy of shared ones', async () => {
    const pool = new BufferPool()
    const run = async (
      owners: number,
      processor = gain({ gainDb: -Infinity, pool }),
    ): Promise<[boolean, number]> => {
      const buffer = pool.acquire({ sampleRate: 1000, channelCount: 1, frameCount: 2 })
      buffer.samples.fill(1)
      if (owners === 2) buffer.retain()
      processor.write(buffer)
      processor.end()
      const [out] = await processor.toArray()
      return [out.samples === buffer.samples, buffer.samples[0] as number]
    }
    expect(await run(1)).toEqual([true, 0])
    expect(await run(2)).toEqual([false, 1])
    // A meter only reads, and so needs no copy.
    expect(await run(2, levelMeter({ pool }) as never)).toEqual([true, 1])
    expect(await run(1, limiter({ pool, lookAheadMs: 0 }) as never)).toEqual([
      true,
      expect.closeTo(0.891, 3),
    ])
    expect(await run(2, limiter({ pool, lookAheadMs: 0 }) as never)).toEqual([false, 1])
  })

  it('keeps a delayed frame at its place, with the tail at the end', async () => {
    const input = [0, 8, 16].map((position) =>
      bufferOf(
        ramp(position, 8).map((x) => x / 100),
        { position: position + 100, timestampMs: 5000 + position },
      ),
    )
    const out = await processAll(limiter({ lookAheadMs: 5 }), input)
    expect(out.map((b) => [b.position, b.frameCount, b.timestampMs])).toEqual([
      [100, 3, 5000],
      [103, 8, 5003],
      [111, 8, 5011],
      [119, 5, 5019],
    ])
    const joined = out.flatMap((b) => [...b.samples])
    expect(joined).toEqual([...Float32Array.from(ramp(0, 24), (x) => x / 100)])
  })

  it('does not lose metadata where an input gives no output yet', async () => {
    const input = [
      bufferOf([1, 1], { metadata: { a: 1, both: 1 } }),
      bufferOf([1, 1, 1, 1], { position: 2, metadata: { b: 2, both: 2 } }),
      bufferOf([1], { position: 6, metadata: { c: 3 } }),
    ]
    const out = await processAll(limiter({ lookAheadMs: 3 }), input)
    expect(out.map((b) => b.metadata)).toEqual([{ a: 1, b: 2, both: 2 }, { c: 3 }, { c: 3 }])
    expect(out.map((b) => b.frameCount)).toEqual([3, 1, 3])
  })

  it('gives the tail before a jump and starts anew after it, without losing a frame', async () => {
    const input = [
      bufferOf(ramp(1, 10).map((x) => x / 100)),
      bufferOf(
        ramp(51, 10).map((x) => x / 100),
        { position: 50, discontinuity: true, timestampMs: 9000 },
      ),
    ]
    const out = await processAll(limiter({ lookAheadMs: 4 }), input)
    expect(out.map((b) => [b.position, b.frameCount, b.discontinuity, b.timestampMs])).toEqual([
      [0, 6, false, undefined],
      [6, 4, false, undefined],
      [50, 6, true, 9000],
      [56, 4, false, 9006],
    ])
    expect(out.flatMap((b) => [...b.samples])).toEqual([
      ...Float32Array.from([...ramp(1, 10), ...ramp(51, 10)], (x) => x / 100),
    ])
  })

  it('puts positions and times on the timeline of the new rate', async () => {
    const input = [
      bufferOf(new Float32Array(1000).fill(0.5), { position: 3000, timestampMs: 20_000 }),
      bufferOf(new Float32Array(500).fill(0.5), {
        position: 9000,
        timestampMs: 40_000,
        discontinuity: true,
      }),
    ]
    const out = await processAll(resample({ sampleRate: 500 }), input)
    expect(out[0]).toMatchObject({ position: 1500, timestampMs: 20_000, sampleRate: 500 })
    const jump = out.findIndex((b) => b.discontinuity)
    expect(out[jump]).toMatchObject({ position: 4500, timestampMs: 40_000 })
    const frames = (from: number, to?: number): number =>
      out.slice(from, to).reduce((sum, b) => sum + b.frameCount, 0)
    expect([frames(0, jump), frames(jump)]).toEqual([500, 250])
    for (let index = 1; index < out.length; index++) {
      const before = out[index - 1]
      if (index !== jump)
        expect(out[index]?.position).toBe((before?.position ?? 0) + (before?.frameCount ?? 0))
    }
  })

  it('takes empty streams and empty buffers', async () => {
    expect(await limiter().end().toArray()).toEqual([])
    const out = await processAll(resample({ sampleRate: 2000 }), [bufferOf([]), bufferOf([0.5])])
    expect(out.reduce((sum, b) => sum + b.frameCount, 0)).toBe(2)
    const [empty] = await processAll(gain(), [bufferOf([])])
    expect(empty?.frameCount).toBe(0)
  })

  it('flushes and starts anew when the format changes', async () => {
    const input = [
      bufferOf(new Float32Array(10).fill(0.5)),
      bufferOf([0.25, 0.25, 0.5, 0.5], { channelCount: 2, position: 10 }),
    ]
    const out = await processAll(limiter({ lookAheadMs: 4 }), input)
    expect(out.map((b) => [b.channelCount, b.position, b.frameCount])).toEqual([
      [1, 0, 6],
      [1, 6, 4],
      [2, 10, 2],
    ])
  })

  it('tells its parameters and refuses what is outside of them', () => {
    const filter = lowPass({ frequencyHz: 100, q: 2 })
    expect(filter.parameters.map(({ name, unit }) => [name, unit])).toEqual([
      ['frequencyHz', 'Hz'],
      ['q', ''],
    ])
    expect(filter.get('q')).toBe(2)
    expect(filter.set('q', 3).get('q')).toBe(3)
    expect(() => filter.set('q', 0)).toThrow('q must be a number from 0.01 to 1000, got 0')
    expect(() => filter.set('frequencyHz', Number.NaN)).toThrow('Hz, got NaN')
    expect(() => filter.set('gainDb' as 'q', 1)).toThrow(
      "parameter must be one of 'frequencyHz', 'q', got \"gainDb\"",
    )
    expect(() => channelMap({ channels: [0] }).get('x' as never)).toThrow('there are none')
    expect(filter.get('q')).toBe(3)
  })

  it('applies a change at the next block, on a ramp, and raises an event', async () => {
    const stage = gain({ gainDb: 0, rampMs: 4 })
    const events: unknown[] = []
    stage.on('parameter-changed', (event) => events.push(event))
    const source = [bufferOf([1, 1]), bufferOf([1, 1, 1, 1, 1, 1], { position: 2 })]
    const out: number[][] = []
    stage.write(source[0])
    stage.on('data', (buffer: { samples: Float32Array }) => {
      out.push([...buffer.samples])
      if (out.length === 1) {
        stage.set('gainDb', -Infinity)
        stage.write(source[1])
        stage.end()
      }
    })
    await new Promise((resolve) => stage.once('end', resolve))
    expect(out).toEqual([
      [1, 1],
      [0.75, 0.5, 0.25, 0, 0, 0],
    ])
    expect(events).toEqual([{ stage: 'gain', name: 'gainDb', value: -Infinity, previous: 0 }])
    expect(stage.kernels).toEqual([{ kernel: 'gain', gain: 0, rampFrames: 4 }])
  })

  it('refuses a frequency that the sample rate has no room for, and keeps the old one', async () => {
    await expect(processAll(lowPass({ frequencyHz: 500 }), [bufferOf([1])])).rejects.toThrow(
      'lowPass: frequencyHz must be below half the sample rate, which is 500 Hz, got 500',
    )
    const filter = lowPass({ frequencyHz: 100 })
    await processAll(filter, [bufferOf([1])])
    expect(() => filter.set('frequencyHz', 600)).toThrow('500 Hz, got 600')
    expect(filter.get('frequencyHz')).toBe(100)
  })

  it('describes its kernel and its delay once the format is known', async () => {
    const stage = limiter({ lookAheadMs: 5, ceilingDb: 0 })
    expect(stage.kernels).toEqual([])
    expect(stage.latencyMs).toBe(0)
    await processAll(stage, [bufferOf([1])])
    expect(stage.kernels).toMatchObject([{ kernel: 'limiter', ceiling: 1, lookAheadFrames: 5 }])
    expect(stage.latencyMs).toBe(5)
  })

  it('is executed by the backend it is given, else by the one it is lent', async () => {
    const created: KernelSpec[] = []
    const spy: KernelBackend = {
      name: 'js',
      create: (spec, format) => {
        created.push(spec)
        return jsBackend.create(spec, format)
      },
    }
    const own = gain({ backend: spy })
    own.lendBackend(jsBackend)
    await processAll(own, [bufferOf([1])])
    expect(own.backend).toBe(spy)
    const lent = gain()
    expect(lent.backend).toBe(jsBackend)
    lent.lendBackend(spy)
    await processAll(lent, [bufferOf([1])])
    expect(created).toHaveLength(2)
    expect(() => gain({ backend: {} as KernelBackend })).toThrow('backend must be a KernelBackend')
  })

  it('keeps the place of what comes out at position 0 behind a block that filled it', async () => {
    const stage = limiter({ lookAheadMs: 5 })
    const blocks = [bufferOf([1, 1, 1, 1, 1]), bufferOf([1, 1, 1, 1, 1], { position: 5 })]
    const out = await processAll(stage, blocks)
    expect(out.map(({ position, frameCount }) => [position, frameCount])).toEqual([
      [0, 5],
      [5, 5],
    ])
  })
})

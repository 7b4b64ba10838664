import {
  AudioBuffer,
  AudioSource,
  bufferSource,
  isPatchcordError,
  pipeline,
  sink,
} from '@patchcord/core'
import { VirtualClock } from '@patchcord/testkit'
import { sinkContract, sourceContract } from '@patchcord/testkit/contracts'
import { describe, expect, it } from 'vitest'
import { type AudioRing, audioRing } from './audio-ring.js'
import { ringReader } from './ring-reader.js'
import { type RingSink, ringSink } from './ring-sink.js'
import { ringSource } from './ring-source.js'
import { ringWriter } from './ring-writer.js'

const stereo = { sampleRate: 48_000, channelCount: 2, capacityFrames: 8192 }

/** A ring that was written and closed. */
function written(frameCount: number): AudioRing {
  const ring = audioRing(stereo)
  const writer = ringWriter(ring)
  writer.write(Float32Array.from({ length: 2 * frameCount }, (_, index) => index / 1e4))
  writer.close()
  return ring
}

/** What a sink of the suite wrote, read back from its ring. */
function readBack(rings: WeakMap<object, AudioRing>, port: object): Float32Array[] {
  const reader = ringReader(rings.get(port) as AudioRing)
  const frames = reader.availableFrames
  const all = new Float32Array(2 * frames)
  reader.read(all)
  return [all.subarray(0, frames), all.subarray(frames)]
}

const rings = new WeakMap<object, AudioRing>()

describe.each(
  Object.entries({
    ringSource: sourceContract((options) => ringSource(written(4800), options), {
      frameCount: 4800,
      makeEmpty: (options) => ringSource(written(0), options),
    }),
    ringSink: sinkContract(
      (options) => {
        const ring = audioRing(stereo)
        const port = ringSink(ring, options)
        rings.set(port, ring)
        return port
      },
      { written: (port) => readBack(rings, port) },
    ),
    'ringSink that drops': sinkContract((options) =>
      ringSink(audioRing({ ...stereo, capacityFrames: 512 }), {
        overflow: 'drop-newest',
        ...options,
      }),
    ),
    'ringSink that waits for its reader': sinkContract((options) => {
      const ring = audioRing({ ...stereo, capacityFrames: 256 })
      const port: RingSink = ringSink(ring, options)
      // Reads as soon as there is something to read, until the sink is closed.
      void (async () => {
        const into = new Float32Array(512)
        const reader = ringReader(ring)
        while (!port.closed) {
          reader.read(into)
          await new Promise((resolve) => setImmediate(resolve))
        }
      })()
      return port
    }),
  }),
)('%s', (_name, cases) => {
  it.each(cases)('$rule: $name', ({ run }) => run())
})

function block(position: number, frameCount: number, discontinuity = false): AudioBuffer {
  const samples = Float32Array.from({ length: frameCount }, (_, index) => position + index)
  return new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples, position, discontinuity })
}

const mono = { sampleRate: 8000, channelCount: 1 }

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('two pipelines over a ring', () => {
  it('hand on samples, positions and gaps through a ring smaller than a buffer', async () => {
    const ring = audioRing({ ...mono, capacityFrames: 16 })
    const seen: AudioBuffer[] = []
    const items = [block(0, 50), block(80, 50, true), block(130, 50)]
    const tx = pipeline(bufferSource(items, { rechain: false }), ringSink(ring, { pollMs: 1 }))
    const rx = pipeline(
      ringSource(ring, { framesPerBuffer: 16, pollMs: 1 }),
      sink((buffer) => void seen.push(buffer.copy())),
    )
    const [sent, got] = await Promise.all([tx.finished, rx.finished])
    expect([sent.frames, got.frames]).toEqual([150, 150])
    const flat = seen.flatMap((buffer) => [...buffer.samples])
    expect(flat).toEqual(items.flatMap((item) => [...item.samples]))
    for (const buffer of seen) {
      expect(buffer.samples[0]).toBe(buffer.position)
      expect(buffer.discontinuity).toBe(buffer.position === 80)
    }
    expect(seen.some(({ position }) => position === 80)).toBe(true)
  })

  it('count what a full ring drops, and the reader marks the place', async () => {
    const ring = audioRing({ ...mono, capacityFrames: 32 })
    const drops: number[] = []
    const end = ringSink(ring, { overflow: 'drop-newest' })
    end.on('drop', ({ frames }: { frames: number }) => drops.push(frames))
    const report = await pipeline(bufferSource([block(0, 20), block(20, 20)]), end).finished
    expect([drops, report.stages.at(-1)?.droppedFrames]).toEqual([[8], 8])
    expect(end.ringStats()).toMatchObject({ overruns: 1, droppedFrames: 8, availableFrames: 32 })
    const source = ringSource(ring)
    const frames: number[] = []
    for await (const { frameCount } of source) frames.push(frameCount)
    expect([frames, source.tailDiscontinuity]).toEqual([[16, 16], true])
    expect(source.ringStats().readerState).toBe('closed')
  })

  it('fail where the ring is full and the policy says so', async () => {
    const run = pipeline(
      bufferSource([block(0, 20), block(20, 20)]),
      ringSink(audioRing({ ...mono, capacityFrames: 32 }), { overflow: 'error' }),
    )
    expect(isPatchcordError(await failureOf(run.finished), 'queue-overflow')).toBe(true)
  })

  it('tell a stream that was cut from one that ended', async () => {
    const ring = audioRing(mono)
    class Broken extends AudioSource {
      private count = 0
      protected open() {
        return mono
      }
      protected readItem(): AudioBuffer {
        if (this.count++ === 2) throw new Error('unplugged')
        return block((this.count - 1) * 10, 10)
      }
    }
    await failureOf(pipeline(new Broken(), ringSink(ring)).finished)
    let frames = 0
    const run = pipeline(
      ringSource(ring),
      sink((buffer) => void (frames += buffer.frameCount)),
    )
    expect(isPatchcordError(await failureOf(run.finished), 'io-failed')).toBe(true)
    expect(frames).toBe(20)
  })

  it('end the sender once its reader is gone', async () => {
    const ring = audioRing({ ...mono, capacityFrames: 32 })
    const clock = new VirtualClock()
    const reader = ringReader(ring)
    const run = pipeline(bufferSource([block(0, 100)]), ringSink(ring), { clock })
    const failure = failureOf(run.finished)
    await clock.advance(10)
    reader.close()
    expect(isPatchcordError(await clock.runUntil(failure), 'io-failed')).toBe(true)
    expect(clock.pendingTimers).toBe(0)
  })

  it('leave no timer behind when they are closed while they wait', async () => {
    const clock = new VirtualClock()
    const source = ringSource(audioRing(mono), { clock })
    source.resume()
    await clock.advance(10)
    expect(clock.pendingTimers).toBe(1)
    await source.close()
    expect(clock.pendingTimers).toBe(0)
    const full = ringSink(audioRing({ ...mono, capacityFrames: 32 }), { clock })
    full.write(block(0, 100))
    await clock.advance(10)
    expect(clock.pendingTimers).toBe(1)
    await full.close()
    expect(clock.pendingTimers).toBe(0)
  })

  it('say when the tail of a stream was lost before the ring', async () => {
    const ring = audioRing(mono)
    class Losing extends AudioSource {
      private count = 0
      protected open() {
        return mono
      }
      protected readItem(): AudioBuffer | null {
        if (this.count++ === 0) return block(0, 10)
        this.noteLoss()
        return null
      }
    }
    await pipeline(new Losing(), ringSink(ring)).finished
    const source = ringSource(ring)
    for await (const { discontinuity } of source) expect(discontinuity).toBe(false)
    expect(source.tailDiscontinuity).toBe(true)
  })

  it('fit the format of the sender to the ring, and refuse it in a plain pipe', async () => {
    const ring = audioRing({ ...mono, sampleRate: 16_000 })
    const run = pipeline(bufferSource([block(0, 100)]), ringSink(ring))
    await run.finished
    expect(run.describe().stages.some(({ inserted }) => inserted)).toBe(true)
    const plain = ringSink(audioRing({ ...mono, sampleRate: 16_000 }))
    const failure = new Promise((resolve) => plain.once('error', resolve))
    bufferSource([block(0, 100)]).pipe(plain)
    expect(isPatchcordError(await failure, 'format-unsupported')).toBe(true)
  })

  it('refuse options that make no sense', () => {
    const ring = audioRing({ ...mono, capacityFrames: 64 })
    expect(() => ringSource(ring, { framesPerBuffer: 65 })).toThrow('framesPerBuffer')
    expect(() => ringSource(ring, { pollMs: -1 })).toThrow('pollMs')
    expect(() => ringSource(ring, { poll: 1 } as never)).toThrow('poll')
    expect(() => ringSink(ring, { overflow: 'drop-oldest' as never })).toThrow('overflow')
  })
})

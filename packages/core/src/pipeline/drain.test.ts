import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  PushSource,
  bufferSource,
  isPatchcordError,
  pipeline,
  processor,
  sink,
} from '../index.js'

const buffers = (count: number): AudioBuffer[] =>
  Array.from(
    { length: count },
    () => new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(80) }),
  )

describe('draining', () => {
  it('delivers what an asynchronous stage is at work on when the run is stopped', async () => {
    let release = (): void => undefined
    const slow = processor(async (buffer) => {
      await new Promise<void>((resolve) => (release = resolve))
      return buffer
    })
    const run = pipeline(
      bufferSource(buffers(100)),
      slow,
      sink(() => {}),
    )
    await new Promise<void>((resolve) => void run.on('started', () => resolve()))
    await delay(1)
    const stopped = run.stop()
    // The source closes by itself once it has ended: the link must outlive it.
    await delay(5)
    release()
    await delay(1)
    release()
    const report = await stopped
    expect(report.reason).toBe('stopped')
    expect(report.frames).toBe(report.stages[0]?.framesOut)
    expect(report.frames).toBeGreaterThan(0)
  })

  it('delivers the last item of a source that has ended to an asynchronous sink', async () => {
    let written = 0
    const slow = sink(async () => {
      await delay(2)
      written++
    })
    await pipeline(bufferSource(buffers(3)), slow).finished
    expect(written).toBe(3)
  })

  it('tells the error of a source that fails while the others are opened', async () => {
    class Eager extends PushSource {
      constructor() {
        super({ overflow: 'error', capacityItems: 1 })
      }
      protected open(): AudioFormat {
        for (const buffer of buffers(3)) this.deliverItem(buffer)
        return { sampleRate: 8000, channelCount: 1 }
      }
    }
    const error = await pipeline(
      new Eager(),
      sink(() => {}),
    ).finished.catch((e: unknown) => e)
    expect(isPatchcordError(error, 'queue-overflow')).toBe(true)
  })
})

describe('what a processor makes anew', () => {
  it('takes over metadata and place where it has none', async () => {
    const seen: unknown[] = []
    const fresh = processor(
      ({ sampleRate, channelCount, samples }) =>
        new AudioBuffer({ sampleRate, channelCount, samples: samples.slice() }),
    )
    const given = buffers(2).map((buffer) => buffer.with({ metadata: { take: 1 } }))
    await pipeline(
      bufferSource(given),
      fresh,
      sink(({ position, metadata }) => void seen.push([position, metadata])),
    ).finished
    expect(seen).toEqual([
      [0, { take: 1 }],
      [80, { take: 1 }],
    ])
  })

  it('has the loss marked behind what was emitted before it, at the tail too', async () => {
    const held: AudioBuffer[] = []
    class Holding extends (await import('../index.js')).AudioProcessor {
      protected processItem(buffer: AudioBuffer): void {
        held.push(buffer.copy())
      }
      protected override flushItems(emit: (buffer: AudioBuffer) => void): void {
        for (const buffer of held) emit(buffer)
        this.noteLoss()
      }
    }
    const marks: boolean[] = []
    const report = await pipeline(
      bufferSource(buffers(2)),
      new Holding({ discontinuity: 'own' }),
      sink(({ discontinuity }) => void marks.push(discontinuity)),
    ).finished
    expect(marks).toEqual([false, false])
    expect(report.tailDiscontinuity).toBe(true)
  })

  it('gets a copy of memory that others hold too', async () => {
    const twice = processor((buffer, emit) => {
      emit(buffer)
      emit(buffer.with({ metadata: { second: true } }))
    })
    const double = processor((buffer) => {
      buffer.samples[0] = (buffer.samples[0] ?? 0) * 2
      return buffer
    })
    const one = new AudioBuffer({
      sampleRate: 8000,
      channelCount: 1,
      samples: Float32Array.of(0.25),
    })
    const { BufferPool } = await import('../index.js')
    const pool = new BufferPool()
    const pooled = processor((buffer) => pool.copyOf(buffer))
    const seen: number[] = []
    await pipeline(
      bufferSource([one]),
      pooled,
      twice,
      double,
      sink((buffer) => void seen.push(buffer.samples[0] ?? 0)),
    ).finished
    expect(seen).toEqual([0.5, 0.5])
  })
})

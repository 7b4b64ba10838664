import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  AudioSource,
  type PatchcordError,
  PushSource,
  bufferSource,
  gain,
  isPatchcordError,
  pipeline,
  processor,
  sink,
  take,
} from '../index.js'

const tone = (count: number, frames = 480, value = 0.5): AudioBuffer[] =>
  Array.from(
    { length: count },
    () =>
      new AudioBuffer({
        sampleRate: 48_000,
        channelCount: 2,
        samples: new Float32Array(frames * 2).fill(value),
      }),
  )

class Endless extends AudioSource {
  private position = 0
  protected open(): AudioFormat {
    return { sampleRate: 48_000, channelCount: 2 }
  }
  protected readItem(): AudioBuffer {
    const buffer = this.pool.acquire({
      sampleRate: 48_000,
      channelCount: 2,
      frameCount: 480,
      position: this.position,
    })
    buffer.samples.fill(0.25)
    this.position += 480
    return buffer
  }
}

describe('pipeline', () => {
  it('runs to the end and reports', async () => {
    const report = await pipeline(
      bufferSource(tone(10)),
      gain({ gainDb: 0 }),
      sink(() => {}),
    ).finished
    expect(report).toMatchObject({
      reason: 'ended',
      frames: 4800,
      durationMs: 100,
      drops: 0,
      tailDiscontinuity: false,
    })
    expect(report.stages.map(({ name, role, state }) => [name, role, state])).toEqual([
      ['bufferSource', 'source', 'closed'],
      ['gain', 'processor', 'closed'],
      ['sink', 'sink', 'closed'],
    ])
    expect(report.stages[1]?.timeUs?.samples).toBeGreaterThan(0)
  })

  it('is iterable without a sink, and break stops it', async () => {
    const run = pipeline(new Endless(), gain({ gainDb: -6 }))
    let count = 0
    for await (const buffer of run) {
      expect(buffer).toBeInstanceOf(AudioBuffer)
      if (++count === 5) break
    }
    expect((await run.finished).reason).toBe('stopped')
  })

  it('names the stage that failed and closes all', async () => {
    const source = new Endless()
    const end = sink(() => {})
    const bad = processor(
      () => {
        throw new RangeError('no')
      },
      { name: 'bad' },
    )
    const error = await pipeline(source, bad, end).finished.catch((thrown: unknown) => thrown)
    expect(isPatchcordError(error, 'stage-failed')).toBe(true)
    expect((error as PatchcordError).details.stage).toBe('bad')
    expect((error as PatchcordError).cause).toBeInstanceOf(RangeError)
    expect([source.state, bad.state, end.state]).toEqual(['failed', 'failed', 'failed'])
    expect(end.stats().itemsIn).toBe(0)
  })

  it('stops with what is under way drained', async () => {
    const run = pipeline(
      new Endless(),
      sink(() => {}),
    )
    await new Promise((resolve) => run.on('started', () => setTimeout(resolve, 5)))
    const report = await run.stop()
    expect(report.reason).toBe('stopped')
    expect(report.stages[0]?.framesOut).toBe(report.stages[1]?.framesIn)
    expect(report.frames).toBeGreaterThan(0)
  })

  it('ends when take() has enough', async () => {
    const report = await pipeline(
      new Endless(),
      take({ frameCount: 1000 }),
      sink(() => {}),
    ).finished
    expect(report).toMatchObject({ reason: 'ended', frames: 1000 })
  })

  it('aborts', async () => {
    const controller = new AbortController()
    const run = pipeline(
      new Endless(),
      sink(() => {}),
      { signal: controller.signal },
    )
    setTimeout(() => controller.abort(new Error('enough')), 5)
    const error = await run.finished.catch((thrown: unknown) => thrown)
    expect(isPatchcordError(error, 'aborted')).toBe(true)
  })

  it('pauses: a live source drops, counts and marks', async () => {
    class Device extends PushSource {
      protected open(): AudioFormat {
        return { sampleRate: 48_000, channelCount: 2 }
      }
      give(count: number): void {
        for (const buffer of tone(count)) this.deliverItem(buffer)
      }
      stop(): void {
        this.endItems()
      }
    }
    const device = new Device({ capacityItems: 4 })
    const marks: boolean[] = []
    const run = pipeline(
      device,
      sink((buffer) => void marks.push(buffer.discontinuity)),
    )
    await new Promise<void>((resolve) => run.on('started', () => resolve()))
    run.pause()
    device.give(10)
    expect(run.health).toBe('paused')
    run.resume()
    device.stop()
    const report = await run.finished
    expect(report.drops).toBeGreaterThanOrEqual(5)
    expect(marks.filter(Boolean)).toHaveLength(1)
    expect(report.drops + marks.length).toBe(10)
  })
})

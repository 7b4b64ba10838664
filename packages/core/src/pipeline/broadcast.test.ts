import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  broadcast,
  bufferSource,
  isPatchcordError,
  pipeline,
  processor,
  sink,
} from '../index.js'

const tone = (count: number): AudioBuffer[] =>
  Array.from(
    { length: count },
    () =>
      new AudioBuffer({
        sampleRate: 48_000,
        channelCount: 1,
        samples: new Float32Array(480).fill(0.5),
      }),
  )
const scale = (by: number) =>
  processor((buffer) => {
    for (let index = 0; index < buffer.samples.length; index++) buffer.samples[index]! *= by
    return buffer
  })

describe('broadcast', () => {
  it('gives each branch a copy of its own, and reports each', async () => {
    const seen: number[][] = [[], []]
    const report = await pipeline(
      bufferSource(tone(5)),
      broadcast(
        [scale(0.5), sink((buffer) => void seen[0]?.push(buffer.samples[0]!))],
        sink((buffer) => void seen[1]?.push(buffer.samples[0]!)),
      ),
    ).finished
    expect(seen).toEqual([Array(5).fill(0.25), Array(5).fill(0.5)])
    expect(report.stages.at(-1)?.runs?.map((run) => [run.reason, run.frames])).toEqual([
      ['ended', 2400],
      ['ended', 2400],
    ])
  })

  it('fails all by default', async () => {
    let finished = false
    const bad = sink(() => {
      throw new Error('no')
    })
    const good = sink(() => {}, { finish: () => void (finished = true) })
    const error = await pipeline(bufferSource(tone(50)), broadcast(bad, good)).finished.catch(
      (thrown: unknown) => thrown,
    )
    expect(isPatchcordError(error, 'stage-failed')).toBe(true)
    expect(good.closed).toBe(true)
    expect(finished).toBe(false)
  })

  it('leaves a branch out where told so', async () => {
    const bad = sink(
      () => {
        throw new Error('no')
      },
      { name: 'bad' },
    )
    let frames = 0
    const run = pipeline(
      bufferSource(tone(50)),
      broadcast(
        { stages: bad, onFailure: 'drop-branch' },
        sink((buffer) => void (frames += buffer.frameCount)),
      ),
    )
    const failures: number[] = []
    run.on('branch-failed', ({ branch }) => void failures.push(branch))
    await run.finished
    expect([frames, failures]).toEqual([24_000, [0]])
  })

  it('drops for a slow branch that may lose, counts and marks it', async () => {
    const gate: { open?: () => void } = {}
    const wait = new Promise<void>((resolve) => (gate.open = resolve))
    const marks: boolean[] = []
    const slow = sink(async (buffer) => {
      await wait
      marks.push(buffer.discontinuity)
    })
    const fast = sink(() => {}, { finish: () => gate.open?.() })
    const report = await pipeline(
      bufferSource(tone(50)),
      broadcast({ stages: slow, overflow: 'drop-oldest', capacityItems: 3 }, fast),
    ).finished
    const [slowReport] = report.stages.at(-1)?.runs ?? []
    expect((slowReport?.drops ?? 0) + marks.length).toBe(50)
    expect(marks.filter(Boolean)).toHaveLength(1)
    expect(fast.stats().itemsIn).toBe(50)
  })

  it('holds all back for a branch that blocks', async () => {
    const slow = sink(() => new Promise<void>((resolve) => void setImmediate(resolve)))
    const report = await pipeline(
      bufferSource(tone(50)),
      broadcast(
        slow,
        sink(() => {}),
      ),
    ).finished
    expect(report.stages.at(-1)?.runs?.map((run) => run.frames)).toEqual([24_000, 24_000])
  })
})

import { describe, expect, it } from 'vitest'
import {
  type AudioBuffer,
  type AudioFormat,
  AudioSource,
  pipeline,
  processor,
  sink,
} from '../index.js'

const format = { sampleRate: 48_000, channelCount: 1 }

class Endless extends AudioSource {
  constructor(private readonly frameCount: number) {
    super()
  }
  protected open(): AudioFormat {
    return format
  }
  protected readItem(): AudioBuffer {
    return this.pool.acquire({ ...format, frameCount: this.frameCount })
  }
}

/** Works for so long once it has let a few thousand buffers pass quickly. */
function costly(costMs: number) {
  let calls = 0
  return processor((buffer) => {
    const until = performance.now() + (calls++ < 2000 ? 0 : costMs)
    while (performance.now() < until);
    return buffer
  })
}

/** The process's own time, which does not pass while others have the processor. */
function workedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The most work done between two calls of a timer that is due every 5 ms. */
function longestGap(durationMs: number): Promise<number> {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    let last = workedMs()
    let longest = 0
    const timer = setInterval(() => {
      const now = workedMs()
      longest = Math.max(longest, now - last)
      last = now
      if (performance.now() - startedAt < durationMs) return
      clearInterval(timer)
      resolve(longest)
    }, 5)
  })
}

describe.each([
  [480, 0],
  [16_384, 0],
  [480, 3],
  [16_384, 3],
])('an endless source of %d frames at full speed, worked on for %d ms each', (frames, costMs) => {
  it.each(['pipeline', 'pipe'])('leaves timers their turn: by %s', { retry: 2 }, async (way) => {
    const endless = new Endless(frames)
    const stages = [costly(costMs), sink(() => {})] as const
    const run = way === 'pipeline' ? pipeline(endless, ...stages) : undefined
    if (run === undefined) endless.pipe(stages[0]).pipe(stages[1])
    const gapMs = await longestGap(300)
    await (run === undefined ? endless.close() : run.stop({ drain: false }))
    expect(gapMs).toBeLessThan(60)
    expect(endless.stats().itemsOut).toBeGreaterThan(20)
  })
})

import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  type Branch,
  type DropEvent,
  PushSource,
  broadcast,
  bufferSource,
  pipeline,
  processor,
  sink,
} from '../index.js'

const format = { sampleRate: 48_000, channelCount: 1 }
const buffers = (count: number): AudioBuffer[] =>
  Array.from({ length: count }, () => new AudioBuffer({ ...format, samples: new Float32Array(4) }))
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => void setImmediate(resolve))
}

/** A sink that waits in its first item until it is opened. */
function gated() {
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const seen: { position: number; discontinuity: boolean }[] = []
  const end = sink(({ position, discontinuity }) => {
    seen.push({ position, discontinuity })
    return seen.length === 1 ? gate : undefined
  })
  return { end, seen, open }
}

class Lossy extends PushSource {
  protected open(): AudioFormat {
    for (const buffer of buffers(2)) this.deliverItem(buffer)
    this.noteLoss()
    this.endItems()
    return format
  }
}

describe('branches of broadcast', () => {
  it('each hear of a loss at the tail', async () => {
    const ends = [sink(() => {}), sink(() => {})] as const
    await pipeline(new Lossy(), broadcast([processor((item) => item), ends[0]], ends[1])).finished
    expect(ends.map(({ tailDiscontinuity }) => tailDiscontinuity)).toEqual([true, true])
    const whole = sink(() => {})
    await pipeline(bufferSource(buffers(1)), broadcast(whole)).finished
    expect(whole.tailDiscontinuity).toBe(false)
  })

  it('fail the run when the last of them is gone', async () => {
    const bad = (after: number) => {
      let left = after
      const stages = sink(() => {
        if (left-- === 0) throw new Error('no')
      })
      return { stages, onFailure: 'drop-branch' } as const
    }
    const run = pipeline(bufferSource(buffers(50)), broadcast(bad(1), bad(5)))
    const gone: number[] = []
    run.on('branch-failed', ({ branch }) => void gone.push(branch))
    const error: unknown = await run.finished.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'stage-failed', details: { branches: 2 } })
    expect(gone).toEqual([0, 1])
  })

  it('keep what they have with drop-newest, count and mark the rest, and report it', async () => {
    const slow = gated()
    const fast = sink(() => {}, { finish: () => slow.open() })
    const input = bufferSource(buffers(10))
    const end = broadcast({ stages: slow.end, overflow: 'drop-newest', capacityItems: 2 }, fast)
    const run = pipeline(input, end)
    const drops: DropEvent[] = []
    run.on('drop', (event) => void drops.push(event))
    const { stages } = await run.finished
    const [first, second] = stages.at(-1)?.runs ?? []
    const kept = slow.seen.map(({ position }) => position / 4)
    expect(kept).toEqual(kept.map((_, index) => index))
    expect(kept.length).toBeLessThan(10)
    expect([first?.drops, drops.length]).toEqual([10 - kept.length, 10 - kept.length])
    expect(drops[0]).toEqual({ stage: 'branch 1', items: 1, frames: 4, reason: 'overflow' })
    expect(slow.end.tailDiscontinuity).toBe(true)
    expect([first?.frames, second?.frames, second?.drops]).toEqual([4 * kept.length, 40, 0])
  })

  it.each(['fail-all', 'drop-branch'] as const)(
    'fail when full with error: %s',
    async (onFailure) => {
      const slow = gated()
      const fast = sink(() => {})
      const end = broadcast(
        { stages: slow.end, overflow: 'error', capacityItems: 2, onFailure },
        fast,
      )
      const run = pipeline(bufferSource(buffers(10)), end)
      const codes: unknown[] = []
      run.on('branch-failed', ({ error }) => void codes.push((error as { code?: unknown }).code))
      const result = run.finished.then(
        ({ reason }) => reason,
        (error: { code?: unknown }) => error.code,
      )
      await settle()
      slow.open()
      expect(await result).toBe(onFailure === 'fail-all' ? 'queue-overflow' : 'ended')
      expect(codes).toEqual(onFailure === 'fail-all' ? [] : ['queue-overflow'])
      if (onFailure === 'drop-branch') expect(fast.stats().itemsIn).toBe(10)
    },
  )

  it('are checked', () => {
    const end = () => sink(() => {})
    const wrong: unknown[] = [
      null,
      'sink',
      [],
      [processor((item) => item)],
      [end(), end()],
      [bufferSource(buffers(1)), end()],
      { stages: end(), capacity: 4 },
      { stages: end(), capacityItems: 0 },
      { stages: end(), capacityItems: 1.5 },
      { stages: end(), overflow: 'drop' },
      { stages: end(), onFailure: 'ignore' },
      { stages: [] },
    ]
    for (const [index, branch] of wrong.entries())
      expect(() => broadcast(branch as Branch), String(index)).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
    expect(() => (broadcast as () => unknown)()).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    )
  })
})

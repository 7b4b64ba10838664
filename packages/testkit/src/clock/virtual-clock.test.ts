import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPatchcordError } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../index.js'

describe('VirtualClock', () => {
  it('moves only when told, and by as much', async () => {
    const clock = new VirtualClock({ startMs: 1000 })
    expect(clock.now()).toBe(1000)
    await clock.advance(250)
    expect(clock.now()).toBe(1250)
  })

  it('fires timers in order of time, then in the order in which they were set', async () => {
    const clock = new VirtualClock()
    const fired: string[] = []
    for (const [name, delayMs] of [
      ['c', 30],
      ['a', 10],
      ['b1', 20],
      ['b2', 20],
    ] as const) {
      clock.schedule(delayMs, () => fired.push(`${name}@${clock.now()}`))
    }
    await clock.advance(29)
    expect(fired).toEqual(['a@10', 'b1@20', 'b2@20'])
    expect(clock.pendingTimers).toBe(1)
    await clock.run()
    expect(fired.at(-1)).toBe('c@30')
    expect(clock.now()).toBe(30)
  })

  it('does not fire what was cancelled, and cancelling twice does nothing', async () => {
    const clock = new VirtualClock()
    const cancel = clock.schedule(5, () => expect.unreachable())
    cancel()
    cancel()
    await clock.run()
    expect(clock.now()).toBe(0)
  })

  it('fires timers that timers set, at their time', async () => {
    const clock = new VirtualClock()
    const times: number[] = []
    const tick = (): void => {
      times.push(clock.now())
      if (times.length < 4) clock.schedule(10, tick)
    }
    clock.schedule(10, tick)
    await clock.advance(1000)
    expect(times).toEqual([10, 20, 30, 40])
  })

  it('sleeps in virtual time and is woken by a signal', async () => {
    const clock = new VirtualClock()
    const sleeping = clock.sleep(3_600_000)
    await clock.run()
    await sleeping
    expect(clock.now()).toBe(3_600_000)
    const abort = new AbortController()
    const cut = clock.sleep(10, abort.signal)
    abort.abort(new Error('enough'))
    await expect(cut).rejects.toMatchObject({ code: 'aborted', cause: { message: 'enough' } })
    await expect(clock.sleep(10, abort.signal)).rejects.toMatchObject({ code: 'aborted' })
    expect(clock.pendingTimers).toBe(0)
  })

  it('waits for immediates, microtasks and files before it moves on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'virtual-clock-'))
    const clock = new VirtualClock()
    const file = join(folder, 'file')
    const work = async (): Promise<number> => {
      await clock.sleep(10)
      for (let turn = 0; turn < 5; turn++) await new Promise((done) => setImmediate(done))
      await writeFile(file, 'x'.repeat(100_000))
      await readFile(file)
      return clock.now()
    }
    const working = work()
    clock.schedule(11, () => undefined)
    expect(await clock.runUntil(working)).toBe(10)
    await rm(folder, { recursive: true })
  })

  it('does not wait forever for immediates that have no end', async () => {
    const clock = new VirtualClock()
    let spinning = true
    const spin = (): void => void (spinning && setImmediate(spin))
    spin()
    await clock.advance(5)
    spinning = false
    expect(clock.now()).toBe(5)
  })

  it('holds still for what is tracked', async () => {
    const clock = new VirtualClock()
    const seen: number[] = []
    clock.schedule(1, () => {
      void clock.track(
        new Promise((resolve) => {
          setTimeout(() => resolve(seen.push(clock.now())), 5)
        }),
      )
    })
    clock.schedule(2, () => seen.push(clock.now()))
    await clock.run()
    expect(seen).toEqual([1, 2])
    await expect(clock.track(Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('runs until a promise settles, and no further', async () => {
    const clock = new VirtualClock()
    const endless = (): void => void clock.schedule(100, endless)
    endless()
    expect(await clock.runUntil(clock.sleep(450).then(() => 'done'))).toBe('done')
    expect(clock.now()).toBe(450)
    await expect(clock.runUntil(Promise.reject(new Error('bad')))).rejects.toThrow('bad')
  })

  it('lets a promise settle that depends on real time', async () => {
    const clock = new VirtualClock()
    const real = new Promise((resolve) => {
      setTimeout(() => resolve('real'), 5)
    })
    expect(await clock.runUntil(real)).toBe('real')
  })

  it('tells a deadlock', async () => {
    const clock = new VirtualClock({ deadlockAfterMs: 5 })
    await expect(clock.runUntil(new Promise(() => undefined))).rejects.toMatchObject({
      code: 'timeout',
    })
  })

  it('hands the error of a timer to whoever moves it, and is usable afterwards', async () => {
    const clock = new VirtualClock()
    clock.schedule(1, () => {
      throw new Error('timer')
    })
    await expect(clock.run()).rejects.toThrow('timer')
    await clock.advance(1)
    expect(clock.now()).toBe(2)
  })

  it('is moved by one at a time', async () => {
    const clock = new VirtualClock()
    const first = clock.advance(1)
    await expect(clock.advance(1)).rejects.toMatchObject({ code: 'invalid-state' })
    await first
  })

  it('rejects bad values', async () => {
    expect(() => new VirtualClock({ startMs: -1 })).toThrow('startMs')
    expect(() => new VirtualClock({ deadlockAfterMs: 0 })).toThrow('deadlockAfterMs')
    expect(() => new VirtualClock({ start: 1 } as object)).toThrow("no option 'start'")
    const clock = new VirtualClock()
    expect(() => clock.schedule(Number.NaN, () => undefined)).toThrow('delayMs')
    await expect(clock.advance(-1)).rejects.toSatisfy((error) =>
      isPatchcordError(error, 'invalid-option'),
    )
  })
})

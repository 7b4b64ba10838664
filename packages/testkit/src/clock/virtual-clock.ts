import {
  type Cancel,
  type Clock,
  PatchcordError,
  checkKnownOptions,
  checkNumber,
  invalidOption,
} from '@patchcord/core'
import { eventLoopRest } from './event-loop-rest.js'
import { abortable } from './abortable.js'
import { type Timer, TimerQueue } from './timer-queue.js'

/** Options of a {@link VirtualClock}. */
export interface VirtualClockOptions {
  /**
   * What the clock shows at first, in milliseconds on the scale of the Unix epoch: 0 or more.
   *
   * @defaultValue 0
   */
  readonly startMs?: number
  /**
   * How long {@link VirtualClock.runUntil} waits in real time, once no timer is left, for a
   * promise that does not settle: above 0 ms.
   *
   * @defaultValue 5000
   */
  readonly deadlockAfterMs?: number
}

/** As Node's own timers, so that code behaves alike on both clocks. */
const longestDelayMs = 2 ** 31 - 1

/**
 * A clock for tests: an hour passes in seconds. Time stands still while code runs and moves from
 * one timer to the next only when nothing is pending: no microtask, no immediate, no file
 * operation of Node's, and no promise that was registered by {@link VirtualClock.track}. Timers
 * fire in order, one by one.
 *
 * @example
 * ```ts
 * import { VirtualClock } from '@patchcord/testkit'
 *
 * const clock = new VirtualClock()
 * clock.schedule(3_600_000, () => console.log('an hour later')) // an hour later
 * await clock.advance(3_600_000)
 * console.log(clock.now()) // 3600000
 * ```
 */
export class VirtualClock implements Clock {
  private readonly timers = new TimerQueue()
  private readonly tracked = new Set<Promise<unknown>>()
  private readonly deadlockAfterMs: number
  private time: number
  private driving = false

  constructor(options: VirtualClockOptions = {}) {
    checkKnownOptions('VirtualClock', options, ['startMs', 'deadlockAfterMs'])
    this.time = checkNumber('startMs', options.startMs ?? 0, { min: 0, unit: 'ms' })
    this.deadlockAfterMs = checkNumber('deadlockAfterMs', options.deadlockAfterMs ?? 5000, {
      min: 0,
      aboveMin: true,
      unit: 'ms',
    })
  }

  /** Timers that wait. */
  get pendingTimers(): number {
    return this.timers.length
  }

  /** The virtual time in milliseconds. */
  now(): number {
    return this.time
  }

  /** Makes a call when the virtual time has come. */
  schedule(delayMs: number, callback: () => void): Cancel {
    if (typeof delayMs !== 'number' || Number.isNaN(delayMs)) {
      throw invalidOption('delayMs', 'a number of milliseconds', delayMs)
    }
    const delay = Math.min(Math.max(0, delayMs), longestDelayMs)
    const timer: Timer = { dueMs: this.time + delay, callback }
    this.timers.add(timer)
    return () => this.timers.remove(timer)
  }

  /** Waits in virtual time; rejects with `aborted` as soon as the signal fires. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return abortable(signal, (resolve) => this.schedule(durationMs, resolve))
  }

  /**
   * Holds time still until a promise has settled: for work that the event loop does not show,
   * such as a child process or a worker. Returns the promise.
   */
  track<T>(promise: Promise<T>): Promise<T> {
    this.tracked.add(promise)
    const forget = (): void => void this.tracked.delete(promise)
    promise.then(forget, forget)
    return promise
  }

  /** Moves time on by so many milliseconds and fires every timer that falls due, in order. */
  async advance(durationMs: number): Promise<void> {
    const until = this.time + checkNumber('durationMs', durationMs, { min: 0, unit: 'ms' })
    await this.drive(async () => {
      while (await this.step(until));
      this.time = until
    })
  }

  /** Moves time on from timer to timer until none is left. Endless timers make it endless. */
  run(): Promise<void> {
    return this.drive(async () => {
      while (await this.step(Infinity));
    })
  }

  /**
   * Moves time on until a promise settles, and returns what it settles to. Rejects with
   * `timeout` when no timer is left and the promise hangs nevertheless.
   */
  runUntil<T>(promise: Promise<T>): Promise<T> {
    return this.drive(async () => {
      const end = { reached: false }
      const reach = (): void => {
        end.reached = true
      }
      promise.then(reach, reach)
      let idleSince: number | undefined
      for (;;) {
        const moved = await this.step(Infinity, () => end.reached)
        if (end.reached) return promise
        if (moved) idleSince = undefined
        else if ((idleSince ??= performance.now()) + this.deadlockAfterMs < performance.now()) {
          throw deadlock(this.deadlockAfterMs)
        } else await realPause()
      }
    })
  }

  /** Fires the next timer, if one is due by then; `false` if there was nothing to do. */
  private async step(untilMs: number, enough?: () => boolean): Promise<boolean> {
    await this.rest()
    if (enough?.() === true) return false
    const { nextDueMs } = this.timers
    if (nextDueMs === undefined || nextDueMs > untilMs) return false
    this.time = Math.max(this.time, nextDueMs)
    this.timers.shift()?.callback()
    return true
  }

  private async rest(): Promise<void> {
    await eventLoopRest()
    while (this.tracked.size > 0) {
      await Promise.allSettled(this.tracked)
      await eventLoopRest()
    }
  }

  private async drive<T>(journey: () => Promise<T>): Promise<T> {
    if (this.driving) {
      throw new PatchcordError(
        'invalid-state',
        'the virtual clock is already being moved; await advance(), run() or runUntil() before the next',
      )
    }
    this.driving = true
    try {
      return await journey()
    } finally {
      this.driving = false
    }
  }
}

/** What else may settle the promise, such as a socket, happens in real time. */
function realPause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1)
  })
}

function deadlock(afterMs: number): PatchcordError {
  return new PatchcordError(
    'timeout',
    `no timer is left on the virtual clock and the promise did not settle in ${afterMs} ms: it waits for something that nobody will do`,
    { details: { deadlockAfterMs: afterMs } },
  )
}

import type { BufferPool, PortOptions } from '@patchcord/core'
import { eventLoopRest } from '../clock/event-loop-rest.js'
import { VirtualClock } from '../clock/virtual-clock.js'
import { poisonPool } from '../pool/poison-pool.js'
import { breach } from './breach.js'

/** A subject that takes longer than this, in real time, hangs. */
const longestMs = 5000

/** The surroundings of one case: a virtual clock and a pool that poisons what is released. */
export class Bench {
  readonly clock: VirtualClock = new VirtualClock({ deadlockAfterMs: 1000 })
  readonly pool: BufferPool = poisonPool()

  /** What the subject is made with. */
  options(more: PortOptions = {}): PortOptions {
    return { clock: this.clock, pool: this.pool, ...more }
  }

  /** Waits for a promise while the virtual time goes on; a hanging one breaks the rule. */
  async wait<T>(promise: Promise<T>, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`longer than ${longestMs} ms`)), longestMs)
    })
    // A rejection is the answer and not an accident, whoever looks at it.
    promise.catch(() => undefined)
    const settled = Promise.race([promise, limit]).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    try {
      const result = await this.clock.runUntil(settled)
      if ('error' in result) throw result.error
      return result.value
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'timeout') {
        breach(`${what} does not come to an end: ${error.message}`)
      }
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** What a promise rejects with; `undefined` if it does not. */
  failureOf(promise: Promise<unknown>, what: string): Promise<unknown> {
    const outcome = promise.then(
      () => undefined,
      (error: unknown) => error ?? new Error('rejected with nothing'),
    )
    return this.wait(outcome, what)
  }

  /** Lets everything happen that is about to, and some virtual time pass. */
  async idle(durationMs = 0): Promise<void> {
    await eventLoopRest()
    await this.clock.advance(durationMs)
    await eventLoopRest()
  }
}

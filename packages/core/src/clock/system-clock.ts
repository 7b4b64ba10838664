import { abortError } from './abort-error.js'
import type { Cancel, Clock } from './clock.js'

/** Longest delay Node's timers take; longer ones would fire at once. */
const longestTimerMs = 2 ** 31 - 1

class SystemClock implements Clock {
  now(): number {
    return performance.timeOrigin + performance.now()
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(abortError('sleep', signal))
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(Math.max(0, durationMs), longestTimerMs),
      )
      const onAbort = (): void => {
        clearTimeout(timer)
        reject(abortError('sleep', signal))
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  schedule(delayMs: number, callback: () => void): Cancel {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), longestTimerMs)).unref()
    return () => clearTimeout(timer)
  }
}

/** The clock of the machine: monotonic, on the Unix epoch's scale. */
export const systemClock: Clock = Object.freeze(new SystemClock())

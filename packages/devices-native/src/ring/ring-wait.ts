import {
  type Clock,
  PatchcordError,
  checkKnownOptions,
  checkNumber,
  systemClock,
} from '@patchcord/core'

/** How an end of a ring waits for the other one. */
export interface RingWaitOptions {
  /** Ends the wait with `aborted` when it fires. */
  readonly signal?: AbortSignal
  /**
   * Ends the wait with `timeout` after so long.
   *
   * @defaultValue no limit
   */
  readonly timeoutMs?: number
  /**
   * How often the ring is looked at. The other end may be a thread that must never make a system
   * call, so nobody wakes the one who waits.
   *
   * @defaultValue 2
   */
  readonly pollMs?: number
  /**
   * What it waits by.
   *
   * @defaultValue `systemClock`
   */
  readonly clock?: Clock
}

/** How often a waiting end looks at the ring, by default. */
export const defaultPollMs = 2

/** Checks an option `pollMs`. */
export function checkPollMs(pollMs: number | undefined): number {
  return checkNumber('pollMs', pollMs ?? defaultPollMs, { min: 0, aboveMin: true, unit: 'ms' })
}

/**
 * Looks until `ready` says yes or no; `undefined` is "not yet".
 *
 * @internal
 */
export async function pollRing(
  what: string,
  ready: () => boolean | undefined,
  options: RingWaitOptions = {},
): Promise<boolean> {
  checkKnownOptions(what, options, ['signal', 'timeoutMs', 'pollMs', 'clock'])
  const { signal, timeoutMs, clock = systemClock } = options
  const pollMs = checkPollMs(options.pollMs)
  if (timeoutMs !== undefined) checkNumber('timeoutMs', timeoutMs, { min: 0, unit: 'ms' })
  const startedAtMs = clock.now()
  for (;;) {
    const answer = ready()
    if (answer !== undefined) return answer
    const leftMs = timeoutMs === undefined ? pollMs : timeoutMs - (clock.now() - startedAtMs)
    if (leftMs <= 0) {
      throw new PatchcordError('timeout', `${what} waited longer than ${timeoutMs} ms`, {
        details: { timeoutMs },
      })
    }
    await clock.sleep(Math.min(pollMs, leftMs), signal)
  }
}

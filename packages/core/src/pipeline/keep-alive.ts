/** The longest interval that Node's timers take. */
const longestMs = 2 ** 31 - 1

/**
 * Keeps the process from ending before a run has: what a run waits for (a timer, a user's promise)
 * need not do it by itself. Returns what lets go.
 *
 * @internal
 */
export function keepAlive(): () => void {
  const handle = setInterval(() => undefined, longestMs)
  return () => clearInterval(handle)
}

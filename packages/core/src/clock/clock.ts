/** Takes a scheduled call back. Calling it again, or after the call was made, does nothing. */
export type Cancel = () => void

/**
 * Time as the SDK sees it. Everything that waits takes one, so that tests can replace it by a
 * virtual clock (`@patchcord/testkit`) and never wait for real.
 */
export interface Clock {
  /** Milliseconds, monotonic, on the scale of the Unix epoch. */
  now(): number
  /**
   * Waits. Rejects with the `PatchcordError` `aborted` as soon as the signal fires.
   */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
  /**
   * Makes a call after a delay. A pending call does not keep the process alive.
   */
  schedule(delayMs: number, callback: () => void): Cancel
}

import { type Cancel, PatchcordError } from '@patchcord/core'

/** A wait that a signal can cut short: `start` begins it and returns what takes it back. */
export function abortable(
  signal: AbortSignal | undefined,
  start: (resolve: () => void) => Cancel,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => {
      reject(new PatchcordError('aborted', 'the wait was aborted', { cause: signal?.reason }))
    }
    if (signal?.aborted === true) {
      refuse()
      return
    }
    const cancel = start(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    const onAbort = (): void => {
      cancel()
      refuse()
    }
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

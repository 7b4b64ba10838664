import type { Duplex, Writable } from 'node:stream'
import { PatchcordError } from '@patchcord/core'

/** The `aborted` error, as core's ports give it. @internal */
export function aborted(what: string, signal: AbortSignal): PatchcordError {
  return new PatchcordError('aborted', `${what} was aborted`, { cause: signal.reason })
}

/** Destroys a stream when the signal fires, if it has not ended before. @internal */
export function destroyOnAbort<T extends Duplex | Writable>(
  stream: T,
  what: string,
  signal: AbortSignal | undefined,
): T {
  if (signal === undefined) return stream
  const onAbort = (): void => void stream.destroy(aborted(what, signal))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  stream.once('close', () => signal.removeEventListener('abort', onAbort))
  return stream
}

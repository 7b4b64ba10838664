import { PatchcordError } from '../errors/patchcord-error.js'

/** The `aborted` error for a signal, with the signal's reason as its cause. */
export function abortError(
  what: string,
  signal?: AbortSignal,
  details: Readonly<Record<string, unknown>> = {},
): PatchcordError {
  return new PatchcordError('aborted', `${what} was aborted`, {
    details,
    ...(signal === undefined ? {} : { cause: signal.reason }),
  })
}

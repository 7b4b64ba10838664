import { PatchcordError, isPatchcordError } from '../errors/patchcord-error.js'

const reasons: Readonly<Record<string, string>> = {
  EPIPE: 'the other end has closed the pipe (EPIPE)',
  ECONNRESET: 'the other end has reset the connection (ECONNRESET)',
  ERR_STREAM_DESTROYED: 'the stream was destroyed',
  ERR_STREAM_PREMATURE_CLOSE: 'the stream was closed before its end',
}

/** The `io-failed` error of a byte stream; an error of the SDK's own crosses as it is. @internal */
export function byteStreamError(action: 'read' | 'written', cause: unknown): PatchcordError {
  if (isPatchcordError(cause)) return cause
  const { code, message } =
    cause instanceof Error ? (cause as NodeJS.ErrnoException) : { message: String(cause) }
  const known = code === undefined ? undefined : reasons[code]
  return new PatchcordError('io-failed', `the bytes could not be ${action}: ${known ?? message}`, {
    details: code === undefined ? {} : { errno: code },
    cause,
  })
}

/** The `io-failed` error of a byte stream that ended in a way it should not. @internal */
export function byteStreamClosed(action: 'read' | 'written', problem: string): PatchcordError {
  return new PatchcordError('io-failed', `the bytes could not be ${action}: ${problem}`)
}

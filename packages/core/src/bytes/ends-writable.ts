import type { Writable } from 'node:stream'

/** Whether a sink ends what it writes to: if told to, and never standard output or error. @internal */
export function endsWritable(writable: Writable, end: boolean | undefined): boolean {
  const isStdio = (writable as { _isStdio?: boolean })._isStdio === true
  return (end ?? true) && !isStdio
}

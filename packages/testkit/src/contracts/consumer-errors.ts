import type { AnyProcessor, AnySource } from '@patchcord/core'
import type { ProbeSink } from './probe-sink.js'

function errorCodeOf(attempt: () => unknown): string {
  try {
    attempt()
    return 'no error'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

/** Attaches second consumers to a port; gives the code of the error of each attempt. */
export function consumerErrors(
  port: AnySource | AnyProcessor,
  probe: ProbeSink,
): readonly (readonly [what: string, code: string])[] {
  port.on('data', () => undefined)
  port.pause()
  return [
    ["a second 'data' listener", errorCodeOf(() => port.on('data', () => undefined))],
    ['a pipe beside a listener', errorCodeOf(() => port.pipe(probe))],
    ['an iterator beside a listener', errorCodeOf(() => port[Symbol.asyncIterator]())],
  ]
}

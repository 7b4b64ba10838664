import { inspect, isDeepStrictEqual } from 'node:util'
import { breach } from '../breach.js'

/** Fails where two outcomes differ, and says where first; `ways` are how the two came to be. */
export function checkSame(
  what: string,
  got: unknown,
  due: unknown,
  ways: readonly [got: string, due: string],
): void {
  if (isDeepStrictEqual(due, got)) return
  const [at, dueHere, gotHere] = difference(due, got)
  const show = (value: unknown): string => inspect(value, { depth: 6 })
  breach(
    `${what}${at} differ: ${show(gotHere)} ${ways[0]}, ${show(dueHere)} ${ways[1]}`,
    gotHere,
    dueHere,
  )
}

/** The way to the first thing that differs, and what is there. */
function difference(due: unknown, got: unknown): readonly [string, unknown, unknown] {
  const [before, now] = [entriesOf(due), entriesOf(got)]
  if (before === undefined || now === undefined) return ['', due, got]
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (isDeepStrictEqual(before[key], now[key])) continue
    const [way, dueHere, gotHere] = difference(before[key], now[key])
    return [`.${key}${way}`, dueHere, gotHere]
  }
  return ['', due, got]
}

function entriesOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined
}

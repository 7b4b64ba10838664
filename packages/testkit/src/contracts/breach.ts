import { AssertionError } from 'node:assert'

/** Says that a rule was broken. */
export function breach(message: string, actual?: unknown, expected?: unknown): never {
  throw new AssertionError({ message, actual, expected, operator: 'contract' })
}

/** Says that a rule was broken unless something holds. */
export function mustHold(
  holds: boolean,
  message: string,
  actual?: unknown,
  expected?: unknown,
): asserts holds {
  if (!holds) breach(message, actual, expected)
}

/** Says that a rule was broken unless two plain values are the same. */
export function mustEqual(actual: unknown, expected: unknown, message: string): void {
  if (!Object.is(actual, expected)) {
    breach(`${message}: got ${String(actual)} instead of ${String(expected)}`, actual, expected)
  }
}

import { PatchcordError } from './patchcord-error.js'

/** The limits that {@link checkNumber} holds a number to. */
export interface NumberRange {
  readonly min?: number
  readonly max?: number
  /** The range leaves `min` itself out. */
  readonly aboveMin?: boolean
  readonly integer?: boolean
  readonly unit?: string
}

function describeRange({ min, max, aboveMin, integer, unit }: NumberRange): string {
  const what = integer === true ? 'a whole number' : 'a number'
  const suffix = unit === undefined ? '' : ` ${unit}`
  if (min !== undefined && max !== undefined) {
    return `${what} ${aboveMin === true ? 'above' : 'from'} ${min} ${aboveMin === true ? 'and up to' : 'to'} ${max}${suffix}`
  }
  if (min !== undefined)
    return `${what} ${aboveMin === true ? 'above' : 'of at least'} ${min}${suffix}`
  if (max !== undefined) return `${what} of at most ${max}${suffix}`
  return `a finite number${suffix === '' ? '' : ` in${suffix}`}`
}

/** Prints a rejected value in a way that is short and never throws. */
export function showValue(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value)
      ? `an array of ${value.length}`
      : `an object (${value.constructor?.name ?? 'no prototype'})`
  }
  if (typeof value === 'function') return 'a function'
  return String(value)
}

/** Builds the `invalid-option` error for one named option. */
export function invalidOption(name: string, expected: string, value: unknown): PatchcordError {
  const plain = typeof value === 'object' || typeof value === 'function' ? showValue(value) : value
  return new PatchcordError(
    'invalid-option',
    `${name} must be ${expected}, got ${showValue(value)}`,
    {
      details: { [name]: plain },
    },
  )
}

/** Returns the number, or throws `invalid-option` naming the option, its range and the value. */
export function checkNumber(name: string, value: unknown, range: NumberRange = {}): number {
  const { min, max, aboveMin, integer } = range
  const good =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (integer !== true || Number.isInteger(value)) &&
    (min === undefined || (aboveMin === true ? value > min : value >= min)) &&
    (max === undefined || value <= max)
  if (!good) throw invalidOption(name, describeRange(range), value)
  return value
}

/** Returns the value if it is one of the choices, else throws `invalid-option` listing them. */
export function checkChoice<T extends string>(
  name: string,
  value: unknown,
  choices: readonly T[],
): T {
  if (!choices.includes(value as T)) {
    throw invalidOption(name, `one of ${choices.map((choice) => `'${choice}'`).join(', ')}`, value)
  }
  return value as T
}

/** Rejects option names that nobody reads, so that a typo is not silently ignored. */
export function checkKnownOptions(where: string, options: unknown, known: readonly string[]): void {
  if (options === undefined) return
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalidOption(`${where} options`, 'an object', options)
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw new PatchcordError(
    'invalid-option',
    `${where} has no option '${unknown}'; it takes ${known.map((key) => `'${key}'`).join(', ')}`,
    { details: { option: unknown } },
  )
}

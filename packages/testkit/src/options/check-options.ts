import { PatchcordError } from '@patchcord/core'

/** The limits of a number option. */
export interface NumberRange {
  readonly min?: number
  readonly max?: number
  /** `min` itself is left out. */
  readonly aboveMin?: boolean
  readonly integer?: boolean
  readonly unit?: string
}

/** The options that every port of `@patchcord/core` takes. */
export const portOptionNames: readonly string[] = [
  'name',
  'clock',
  'signal',
  'pool',
  'highWaterMark',
]

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** The `invalid-option` error of one named option. */
export function invalidOption(name: string, expected: string, value: unknown): PatchcordError {
  return new PatchcordError('invalid-option', `${name} must be ${expected}, got ${show(value)}`, {
    details: { [name]: typeof value === 'number' ? value : show(value) },
  })
}

function describeRange({ min, max, aboveMin, integer, unit }: NumberRange): string {
  const what = integer === true ? 'a whole number' : 'a finite number'
  const from = min === undefined ? '' : aboveMin === true ? ` above ${min}` : ` of at least ${min}`
  const to = max === undefined ? '' : `${min === undefined ? '' : ' and'} of at most ${max}`
  return `${what}${from}${to}${unit === undefined ? '' : ` ${unit}`}`
}

/** Returns the number, or throws `invalid-option` naming the option, its range and the value. */
export function checkNumber(name: string, value: unknown, range: NumberRange = {}): number {
  const { min, max, aboveMin, integer } = range
  const good =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (integer !== true || Number.isSafeInteger(value)) &&
    (min === undefined || (aboveMin === true ? value > min : value >= min)) &&
    (max === undefined || value <= max)
  if (!good) throw invalidOption(name, describeRange(range), value)
  return value
}

/** Returns the value, or throws `invalid-option` if it is none of the choices. */
export function checkChoice<T extends string>(
  name: string,
  value: unknown,
  choices: readonly T[],
): T {
  const choice = choices.find((one) => one === value)
  if (choice !== undefined) return choice
  throw invalidOption(name, `one of ${choices.map((one) => `'${one}'`).join(', ')}`, value)
}

/** Returns the value, or throws `invalid-option` if it is not `true` or `false`. */
export function checkBoolean(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw invalidOption(name, 'true or false', value)
  return value
}

/** Rejects options that nobody reads, so that a typo is not silently ignored. */
export function checkKnownOptions(where: string, options: unknown, known: readonly string[]): void {
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

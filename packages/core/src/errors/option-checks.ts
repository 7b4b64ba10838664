import { PatchcordError } from './patchcord-error.js'

/** The limits that {@link checkNumber} holds a number to. Without any, every finite number fits. */
export interface NumberRange {
  /** The least that is allowed, in `unit`. It belongs to the range, unless `aboveMin` is set. */
  readonly min?: number
  /** The most that is allowed, in `unit`. It belongs to the range. */
  readonly max?: number
  /**
   * The range leaves `min` itself out.
   *
   * @defaultValue false
   */
  readonly aboveMin?: boolean
  /**
   * Only whole numbers are allowed.
   *
   * @defaultValue false
   */
  readonly integer?: boolean
  /** The unit of the number, as the message shows it: `'Hz'`, `'ms'`, `'items'`. */
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

/**
 * Builds the `invalid-option` error for one named option, for checks that {@link checkNumber} and
 * {@link checkChoice} do not do. For those who write ports of their own.
 *
 * @param name - the option's name, as the caller wrote it
 * @param expected - what it must be, to follow "must be": `'an AbortSignal'`
 * @param value - what came instead; the message shows it in short, and never throws over it
 */
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

/**
 * Returns the number, or throws `invalid-option` naming the option, its range and the value. `NaN`,
 * the infinities and what is no number never fit. For those who write ports of their own.
 *
 * @param name - the option's name, as the caller wrote it
 * @param value - what came
 * @param range - what is allowed, and in which unit; any finite number by default
 *
 * @example
 * ```ts
 * import { checkChoice, checkKnownOptions, checkNumber, portOptionNames, processor } from '@patchcord/core'
 * import type { AudioProcessor, PortOptions } from '@patchcord/core'
 *
 * interface ThinOptions extends PortOptions {
 *   readonly everyItems: number
 *   readonly keep?: 'first' | 'last'
 * }
 *
 * function thin(options: ThinOptions): AudioProcessor {
 *   checkKnownOptions('thin', options, [...portOptionNames, 'everyItems', 'keep'])
 *   const { everyItems, keep = 'first', ...port } = options
 *   checkNumber('everyItems', everyItems, { min: 1, integer: true })
 *   const kept = checkChoice('keep', keep, ['first', 'last']) === 'first' ? 0 : everyItems - 1
 *   let count = 0
 *   return processor((buffer) => (count++ % everyItems === kept ? buffer : undefined), port)
 * }
 *
 * try {
 *   thin({ everyItems: 0 })
 * } catch (error) {
 *   console.log(String(error)) // PatchcordError: everyItems must be a whole number of at least 1, got 0
 * }
 * ```
 */
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

/**
 * Returns the value if it is one of the choices, else throws `invalid-option` listing them. For
 * those who write ports of their own.
 *
 * @param name - the option's name, as the caller wrote it
 * @param value - what came
 * @param choices - what is allowed; upper and lower case differ
 */
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

/**
 * Rejects options that nobody reads, so that a typo is not silently ignored: throws
 * `invalid-option` naming the first one, and those that there are. No options at all are fine. For
 * those who write ports of their own.
 *
 * @param where - who takes the options: the name of the factory
 * @param options - what came
 * @param known - the names that it takes; those that every port takes are `portOptionNames`
 */
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

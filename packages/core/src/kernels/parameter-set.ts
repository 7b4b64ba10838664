import { checkNumber, invalidOption } from '../errors/option-checks.js'
import type { ParameterDescriptor } from './parameter-descriptor.js'

/** The parameters of one processor with their values, each held to its range. @internal */
export class ParameterSet<Name extends string> {
  private readonly values = new Map<Name, number>()
  private readonly byName = new Map<Name, ParameterDescriptor<Name>>()

  /** Takes the initial values from an object with options of the same names; absent ones get the default. */
  constructor(
    readonly descriptors: readonly ParameterDescriptor<Name>[],
    initial: Readonly<Partial<Record<Name, number>>>,
  ) {
    for (const descriptor of descriptors) {
      this.byName.set(descriptor.name, descriptor)
      this.values.set(
        descriptor.name,
        checkParameter(descriptor, initial[descriptor.name] ?? descriptor.defaultValue),
      )
    }
  }

  get(name: Name): number {
    const value = this.values.get(name)
    if (value === undefined) throw this.unknown(name)
    return value
  }

  /** Sets a value and returns the one before. */
  set(name: Name, value: number): number {
    const descriptor = this.byName.get(name)
    if (descriptor === undefined) throw this.unknown(name)
    const previous = this.get(name)
    this.values.set(name, checkParameter(descriptor, value))
    return previous
  }

  private unknown(name: unknown): Error {
    const names = [...this.byName.keys()].map((known) => `'${known}'`)
    return invalidOption(
      'parameter',
      names.length === 0 ? 'absent, for there are none here' : `one of ${names.join(', ')}`,
      name,
    )
  }
}

function checkParameter(descriptor: ParameterDescriptor, value: unknown): number {
  const { name, unit, min, max, alsoAccepts } = descriptor
  if (alsoAccepts?.includes(value as number) === true) return value as number
  return checkNumber(name, value, { min, max, ...(unit === '' ? {} : { unit }) })
}

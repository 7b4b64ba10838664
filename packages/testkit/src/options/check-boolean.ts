import { invalidOption } from '@patchcord/core'

/** Returns the value, or throws `invalid-option` if it is not `true` or `false`. */
export function checkBoolean(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw invalidOption(name, 'true or false', value)
  return value
}

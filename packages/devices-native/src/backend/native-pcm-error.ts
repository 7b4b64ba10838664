import type { PatchcordError } from '@patchcord/core'

/**
 * An `invalid-option` error as core makes it: `isPatchcordError` knows it by its brand. This subpath
 * imports nothing of core when it runs, so it cannot have core make it.
 */
export function pcmError(
  message: string,
  details: Readonly<Record<string, unknown>>,
): PatchcordError {
  const error = Object.defineProperty(new Error(message), Symbol.for('patchcord.error'), {
    value: true,
  })
  return Object.assign(error, {
    name: 'PatchcordError',
    code: 'invalid-option' as const,
    details,
  })
}

/** The error of an option, or of an argument, that is not what it must be. */
export function pcmMisfit(name: string, expected: string, value: unknown): PatchcordError {
  const shown = show(value)
  const plain = typeof value === 'object' || typeof value === 'function' ? shown : value
  return pcmError(`${name} must be ${expected}, got ${shown}`, { [name]: plain })
}

/** A rejected value, in short. */
function show(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value)
      ? `an array of ${value.length}`
      : `an object (${value.constructor?.name ?? 'no prototype'})`
  }
  return typeof value === 'function' ? 'a function' : String(value)
}

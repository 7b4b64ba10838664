import type { PatchcordErrorCode } from './error-code.js'

const brand: unique symbol = Symbol.for('patchcord.error')

/** What may accompany a {@link PatchcordError}. */
export interface PatchcordErrorOptions {
  /** Plain data about what went wrong; never keys, plaintext or samples. */
  readonly details?: Readonly<Record<string, unknown>>
  /** The error underneath. */
  readonly cause?: unknown
}

/**
 * The one error class of the SDK. `code` says what kind of failure it was, `message` what was
 * wrong and what to do about it, `details` holds the values as plain data.
 *
 * @example
 * ```ts
 * import { gain, isPatchcordError } from '@patchcord/core'
 *
 * try {
 *   gain({ gainDb: Number.NaN })
 * } catch (error) {
 *   if (!isPatchcordError(error, 'invalid-option')) throw error
 *   console.log(error.message) // gainDb must be a number from -120 to 60 dB, got NaN
 * }
 * ```
 */
export class PatchcordError extends Error {
  /** The kind of failure. */
  readonly code: PatchcordErrorCode
  /** Plain data about the failure. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: PatchcordErrorCode, message: string, options: PatchcordErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'PatchcordError'
    this.code = code
    this.details = options.details ?? {}
    Object.defineProperty(this, brand, { value: true })
  }
}

/**
 * Whether a value is a {@link PatchcordError}, from this or any other installed copy of the
 * package, and has the given code if one is named.
 */
export function isPatchcordError(
  error: unknown,
  code?: PatchcordErrorCode,
): error is PatchcordError {
  if (typeof error !== 'object' || error === null) return false
  const candidate = error as { [brand]?: unknown; code?: unknown }
  return candidate[brand] === true && (code === undefined || candidate.code === code)
}

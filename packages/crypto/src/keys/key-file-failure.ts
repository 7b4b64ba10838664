import { PatchcordError } from '@patchcord/core'
import { systemErrorCode } from './system-error-code.js'

/** The error for a key file that could not be read. @internal */
export function keyFileFailure(path: string, error: unknown): PatchcordError {
  if (error instanceof PatchcordError) return error
  const code = systemErrorCode(error)
  const missing = code === 'ENOENT'
  return new PatchcordError(
    missing ? 'file-not-found' : 'io-failed',
    missing ? `there is no key file ${path}` : `the key file ${path} could not be read: ${code}`,
    { details: { path }, cause: error },
  )
}

/** The error for a file that holds no key, or not the one that is needed. @internal */
export function holdsNoKey(path: string, what = 'key that is known here'): PatchcordError {
  return new PatchcordError('key-invalid', `${path} holds no ${what}`, { details: { path } })
}

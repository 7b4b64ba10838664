import { PatchcordError } from '@patchcord/core'

/**
 * The one error for everything that was not made by the key's owner, or not for this use: it does
 * not tell a wrong key from a flipped bit, a tag, a padding or a time.
 *
 * @internal
 */
export function authenticationFailed(what: string): PatchcordError {
  return new PatchcordError(
    'authentication-failed',
    `${what} could not be authenticated: it is damaged, was made with another key, or is out of date`,
  )
}

import { invalidOption } from '@patchcord/core'

/** Checks a path at the door. @internal */
export function checkFilePath(name: string, path: unknown): string {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return path
  throw invalidOption(name, 'the path of a file, as a non-empty string', path)
}

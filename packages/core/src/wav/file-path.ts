import { invalidOption } from '../errors/option-checks.js'

/** Returns the path if it can be one, or throws `invalid-option`. @internal */
export function checkFilePath(path: unknown): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw invalidOption('path', 'the path of a file, as a non-empty string', path)
  }
  return path
}

import { checkBytes } from '../bytes/check-bytes.js'

/**
 * Overwrites bytes with zeros, such as a key's that is not needed any more. Copies that were made
 * of them, and strings, stay: JavaScript has no way to reach those.
 */
export function wipe(bytes: Uint8Array): void {
  checkBytes('bytes', bytes).fill(0)
}

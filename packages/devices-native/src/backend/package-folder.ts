import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** For modules that are loaded when they are needed, and for addons. */
export const requireHere: NodeJS.Require = createRequire(import.meta.url)

/** Where this package is installed: found by its name, wherever a bundler has put this code. */
export function packageFolder(): string {
  return dirname(requireHere.resolve('@patchcord/devices-native/package.json'))
}

import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const packageName = '@patchcord/devices-native'

/**
 * Where this package is installed: found by its name, wherever a bundler has put this code.
 *
 * @throws Error that says what to do, where it is in a bundle that does not find it
 */
export function packageFolder(): string {
  return dirname(manifest())
}

/** Loads a module of CommonJS, or an addon, as this package finds it. */
export function requireHere(id: string): unknown {
  return createRequire(manifest())(id)
}

/** Looked for when it is needed: an import that throws would take a whole program along. */
function manifest(): string {
  // Code that a bundler made CommonJS of knows its file, and no URL.
  const here = typeof __filename === 'string' ? __filename : import.meta.url
  try {
    return createRequire(here).resolve(`${packageName}/package.json`)
  } catch (error) {
    throw new Error(
      `${packageName} is not installed where ${here} would find it: a bundle holds no binary, so install the package beside it`,
      { cause: error },
    )
  }
}

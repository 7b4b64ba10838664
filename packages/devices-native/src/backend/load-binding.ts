import { isCutOff } from './is-cut-off.js'
import type { NativeBinding } from './native-binding.js'
import { packageFolder, requireHere } from './package-folder.js'

/** An addon that was loaded, and from where. */
export interface LoadedBinding {
  readonly binding: NativeBinding
  /** The file, absolute. */
  readonly path: string
}

/** The functions without which an addon is not ours. */
const functions = [
  'createChain',
  'createKernel',
  'createPcmDecoder',
  'createPcmEncoder',
  'runFile',
] as const satisfies (keyof NativeBinding)[]

/** The system that a binary has to be made for, such as `linux-x64`. */
export const platform: string = `${process.platform}-${process.arch}`

/**
 * Finds and loads the addon of a package: `build/Release` where it was built here, else
 * `prebuilds/<platform>-<arch>/devices.{glibc,musl}.node`.
 *
 * @throws Error that says what was tried and what to do
 */
export function loadBinding(
  folder: string = packageFolder(),
  load: (path: string) => unknown = requireHere,
): LoadedBinding {
  const path = findBinary(folder)
  let binding: unknown
  try {
    if (isCutOff(path)) throw new Error('its end is missing')
    binding = load(path)
  } catch (error) {
    throw new Error(
      `the binary ${path} does not load on ${platform}: ${messageOf(error)}; it is damaged or made for another system: install @patchcord/devices-native anew on this machine`,
      { cause: error },
    )
  }
  if (!isBinding(binding)) {
    throw new Error(
      `the binary ${path} does not go with this version of @patchcord/devices-native: install it anew`,
    )
  }
  return { binding, path }
}

function findBinary(folder: string): string {
  const nodeGypBuild = requireHere('node-gyp-build') as { path(folder: string): string }
  try {
    return nodeGypBuild.path(folder)
  } catch (error) {
    throw new Error(
      `there is no binary for ${platform}: ${folder} has none in build/Release and none that fits in prebuilds/${platform}; use a published version for this system (with musl elsewhere than on Alpine, set LIBC=musl), or build it with Rust`,
      { cause: error },
    )
  }
}

function isBinding(value: unknown): value is NativeBinding {
  if (typeof value !== 'object' || value === null) return false
  const exported = value as Partial<Record<string, unknown>>
  return functions.every((name) => typeof exported[name] === 'function')
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}

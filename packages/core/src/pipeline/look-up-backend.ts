import type { KernelBackend } from '../kernels/kernel.js'

const packageName = '@patchcord/devices-native'

/** Put together when it runs: a bundler that saw a name would try to pack it, and fail. */
const specifier = [packageName, 'backend'].join('/')

/** The native backend, or why there is none. @internal */
export type BackendLookup = { readonly backend: KernelBackend } | { readonly reason: string }

/**
 * Looks for the native backend: the one place of core that knows of it. Node remembers what it has
 * imported, and the package what it has loaded.
 *
 * @internal
 */
export async function lookUpBackend(
  load: () => Promise<unknown> = () =>
    import(/* webpackIgnore: true */ /* @vite-ignore */ specifier),
): Promise<BackendLookup> {
  let module: { readonly loadBackend?: unknown }
  try {
    module = (await load()) as typeof module
  } catch (error) {
    return { reason: isNotInstalled(error) ? `${packageName} is not installed` : broken(error) }
  }
  if (typeof module.loadBackend !== 'function') return { reason: otherVersion }
  let backend: unknown
  try {
    backend = module.loadBackend()
  } catch (error) {
    return { reason: messageOf(error) }
  }
  return isUsable(backend) ? { backend } : { reason: otherVersion }
}

const otherVersion = `the installed ${packageName} does not go with this version of @patchcord/core`

/** Node says `ERR_MODULE_NOT_FOUND`, what a bundler made of the import `MODULE_NOT_FOUND`. */
function isNotInstalled(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
  // A module that the package itself misses is another matter.
  return isMissing && new RegExp(`'${packageName}(/backend)?'`).test(messageOf(error))
}

function broken(error: unknown): string {
  return `${packageName} does not load: ${messageOf(error)}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isUsable(value: unknown): value is KernelBackend {
  if (typeof value !== 'object' || value === null) return false
  const { name, create, fuse, runFile } = value as Partial<Record<keyof KernelBackend, unknown>>
  const others = [fuse, runFile].every((way) => way === undefined || typeof way === 'function')
  return name === 'native' && typeof create === 'function' && others
}

import type { KernelBackend } from '@patchcord/core'
import { type LoadedBinding, loadBinding } from './load-binding.js'
import { NativeBackend } from './native-backend.js'

// Once for each thread of JavaScript: Node.js gives every one modules of its own.
let loaded: LoadedBinding | undefined
let backend: NativeBackend | undefined

/**
 * The backend that executes kernels in Rust, loaded on first demand.
 *
 * @throws Error where there is no binary for this system, or one that does not load; the message
 * says what was tried and what to do
 *
 * @example
 * ```ts no-run
 * import { loadBackend } from '@patchcord/devices-native/backend'
 *
 * console.log(loadBackend().name) // native
 * ```
 */
export function loadBackend(): KernelBackend {
  return (backend ??= new NativeBackend(loadedBinding().binding))
}

/** The file of the addon, which is loaded if it has not been. */
export function loadedFrom(): string {
  return loadedBinding().path
}

/** The addon, loaded on first demand. */
function loadedBinding(): LoadedBinding {
  return (loaded ??= loadBinding())
}

import type { KernelBackend } from '@patchcord/core'
import { type LoadedBinding, loadBinding } from './load-binding.js'
import { NativeBackend } from './native-backend.js'

let loaded: LoadedBinding | undefined
let backend: NativeBackend | undefined

/** The addon, loaded once for each thread of JavaScript, on first demand. */
export function binding(): LoadedBinding {
  return (loaded ??= loadBinding())
}

/**
 * The backend that executes kernels in Rust, loaded on first demand.
 *
 * @throws Error where there is no binary for this system, or one that does not load; the message
 * says what was tried and what to do
 */
export function loadBackend(): KernelBackend {
  return (backend ??= new NativeBackend(binding().binding))
}

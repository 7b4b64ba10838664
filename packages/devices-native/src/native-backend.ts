import { type KernelBackend, PatchcordError } from '@patchcord/core'
import { loadBackend } from './backend/load-backend.js'

/**
 * The backend that executes kernels in Rust, to be given to a single processor. `pipeline()` looks
 * for it by itself.
 *
 * @throws PatchcordError `backend-missing` where there is no binary for this system, or one that
 * does not load; the message says what was tried and what to do
 *
 * @example
 * ```ts no-run
 * import { gain } from '@patchcord/core'
 * import { nativeBackend } from '@patchcord/devices-native'
 *
 * const quieter = gain({ gainDb: -6, backend: nativeBackend() })
 * console.log(quieter.backend.name) // native
 * ```
 */
export function nativeBackend(): KernelBackend {
  try {
    return loadBackend()
  } catch (error) {
    const { message } = error as Error
    throw new PatchcordError('backend-missing', message, {
      details: { backend: 'native' },
      cause: error,
    })
  }
}

import { loadBackend, loadedFrom } from './backend/load-backend.js'
import { platform } from './backend/load-binding.js'

/** Whether the native code of this package can be used here. */
export type NativeStatus =
  | {
      readonly available: true
      /** The system that it was made for, such as `linux-x64`. */
      readonly platform: string
      /** The file that was loaded. */
      readonly path: string
    }
  | {
      readonly available: false
      /** The system that it would have to be made for, such as `linux-x64`. */
      readonly platform: string
      /** What was tried and what to do, in one line. */
      readonly reason: string
    }

/**
 * Whether the native code of this package can be used here, and if not, why. It is loaded, if it
 * has not been; never throws.
 *
 * @example
 * ```ts
 * import { nativeStatus } from '@patchcord/devices-native'
 *
 * const status = nativeStatus()
 * console.log(status.available ? 'Rust' : `TypeScript: ${status.reason}`)
 * ```
 */
export function nativeStatus(): NativeStatus {
  try {
    loadBackend()
    return { available: true, platform, path: loadedFrom() }
  } catch (error) {
    return { available: false, platform, reason: (error as Error).message }
  }
}

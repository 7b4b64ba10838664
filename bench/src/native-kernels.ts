import type { KernelBackend } from '@patchcord/core'

/** What to give to kernels so that they run natively; nothing and why where they cannot. */
export interface NativeKernels {
  readonly options: { readonly backend?: KernelBackend }
  readonly reason?: string
}

/**
 * Loads the native backend for kernels that are given it one by one: what `pipeline()` finds by
 * itself depends on how the packages are installed, and a bench has to say what was missing.
 */
export async function nativeKernels(
  load: () => Promise<{ loadBackend(): KernelBackend }> = () =>
    import('@patchcord/devices-native/backend'),
): Promise<NativeKernels> {
  try {
    return { options: { backend: (await load()).loadBackend() } }
  } catch (error) {
    return { options: {}, reason: error instanceof Error ? error.message : String(error) }
  }
}

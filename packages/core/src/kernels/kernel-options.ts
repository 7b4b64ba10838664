import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import type { KernelBackend } from './kernel.js'

/** What every processor that is made of a kernel can be told. */
export interface KernelOptions extends PortOptions {
  /**
   * What executes the kernel.
   *
   * @defaultValue the pipeline's choice, else `jsBackend`
   */
  readonly backend?: KernelBackend
}

/** The names of {@link KernelOptions}, for factories that reject unknown options. @internal */
export const kernelOptionNames: readonly string[] = [...portOptionNames, 'backend']

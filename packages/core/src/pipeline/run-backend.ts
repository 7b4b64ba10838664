import { PatchcordError } from '../errors/patchcord-error.js'
import type { KernelBackend } from '../kernels/kernel.js'
import type { KernelChoice } from '../kernels/kernel-choice.js'
import { KernelProcessor } from '../kernels/kernel-processor.js'
import { type BackendLookup, lookUpBackend } from './look-up-backend.js'
import type { BackendReport } from './run-report.js'
import type { Stage } from './stage.js'

/** The backend of a run: looked up when a kernel needs one, and lent to those that do. @internal */
export class RunBackend {
  private looking: Promise<BackendLookup> | undefined
  private found: BackendLookup | undefined

  constructor(readonly choice: KernelChoice) {}

  /** Lends the backend to stages that have none of their own; nothing to wait for where none does. */
  lend(stages: readonly Stage[]): Promise<void> | undefined {
    const borrowers = kernelsOf(stages).filter(({ borrowsBackend }) => borrowsBackend)
    return borrowers.length === 0 || this.choice.backend === 'js'
      ? undefined
      : this.lendTo(borrowers)
  }

  /**
   * Tells of the kernels without a backend of their own; where each has one, `native` if that is
   * what they all have.
   */
  report(stages: readonly Stage[]): BackendReport {
    const { found } = this
    if (found !== undefined) {
      if ('backend' in found) return { name: found.backend.name }
      return { name: 'js', fallbackReason: found.reason }
    }
    const kernels = kernelsOf(stages)
    const allNative =
      kernels.length > 0 && kernels.every(({ backend }) => backend.name === 'native')
    return { name: allNative ? 'native' : 'js' }
  }

  private async lendTo(borrowers: readonly KernelProcessor[]): Promise<void> {
    this.found = await (this.looking ??= lookUpBackend())
    if ('reason' in this.found) {
      if (this.choice.backend === 'native') throw backendMissing(this.found.reason)
      return
    }
    for (const borrower of borrowers) borrower.lendBackend(this.found.backend)
  }
}

/** The name of the backend that executes a stage, where it is made of a kernel. @internal */
export function backendOf({ port }: Stage): KernelBackend['name'] | undefined {
  return port instanceof KernelProcessor ? port.backend.name : undefined
}

function kernelsOf(stages: readonly Stage[]): readonly KernelProcessor[] {
  return stages.flatMap(({ port }) => (port instanceof KernelProcessor ? [port] : []))
}

function backendMissing(reason: string): PatchcordError {
  return new PatchcordError(
    'backend-missing',
    `the native backend was asked for and cannot be used: ${reason}; install a matching @patchcord/devices-native, or choose the backend 'auto'`,
    { details: { backend: 'native', reason } },
  )
}

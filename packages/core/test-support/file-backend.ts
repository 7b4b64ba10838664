import { type KernelBackend, type KernelFileJob } from '../src/index.js'
import { chainedBackend } from './chained-backend.js'
import { FakeFileRun } from './fake-file-run.js'

/** How a {@link fileBackend} is to behave. */
export interface FileBackendOptions {
  /**
   * Whether its jobs go on by themselves, a block in each turn of the event loop, or wait to be
   * moved on by `step()`.
   *
   * @defaultValue true
   */
  readonly auto?: boolean
  /** Called before each block with its index, from 0; what it throws is thrown by that part. */
  readonly fault?: FileFault
}

/** Throws where something is to go wrong before block `block` of a part. */
export type FileFault = (part: 'input' | 'output' | number, block: number) => void

/** A backend that runs from file to file, and the runs that it has begun. */
export interface FakeFileBackend extends KernelBackend {
  readonly runs: FakeFileRun[]
}

/** A backend in TypeScript that fuses and runs from file to file, as a native one does. */
export function fileBackend(options: FileBackendOptions = {}): FakeFileBackend {
  const runs: FakeFileRun[] = []
  return {
    ...chainedBackend(),
    runs,
    runFile: (job: KernelFileJob) => {
      const run = new FakeFileRun(job, options)
      runs.push(run)
      return run
    },
  }
}

import type { KernelBackend, KernelFileJob } from '@patchcord/core'
import { fileBackend } from '../../../core/test-support/file-backend.js'
import type { BrokenBackend } from './broken-backends.js'

/** A backend that runs other jobs than those that it is given. */
function jobs(change: (job: KernelFileJob) => Partial<KernelFileJob>): () => KernelBackend {
  return () => {
    // What fuses is held to more, which takes longer.
    const { fuse: _fuse, ...good } = fileBackend()
    return {
      ...good,
      runFile: (job) =>
        (good.runFile as NonNullable<KernelBackend['runFile']>)({ ...job, ...change(job) }),
    }
  }
}

/** What can be wrong from file to file. */
export const brokenFileBackends: readonly BrokenBackend[] = [
  {
    what: 'leaves out the last frame of a file',
    breaks: 'whole-run',
    also: [],
    make: jobs(({ input }) => ({ input: { ...input, frameCount: input.frameCount - 1 } })),
  },
  {
    what: 'counts other blocks than were asked for',
    breaks: 'whole-run',
    also: [],
    make: jobs(({ input }) => ({ input: { ...input, framesPerBlock: 7 } })),
  },
]

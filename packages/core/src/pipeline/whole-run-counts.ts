import type {
  KernelFilePart,
  KernelFilePartStats,
  KernelFileRun,
  KernelFileStats,
} from '../kernels/kernel-file-job.js'
import type { Lifecycle } from '../ports/lifecycle.js'

/**
 * Keeps the counters and timers of a run's stages, which a job moves on: they are read when
 * somebody asks. Within one turn of JavaScript nothing moves, as where items flow, so that a report
 * is of one moment.
 *
 * @internal
 */
export class WholeRunCounts {
  private latest: KernelFileStats | undefined
  private ended = false

  constructor(
    private readonly run: KernelFileRun,
    /** Of the source, the kernels and the sink. */
    private readonly lifecycles: readonly Lifecycle[],
  ) {
    for (const lifecycle of lifecycles) lifecycle.recount = () => void this.stats()
  }

  /** What the job has done by now. */
  stats(): KernelFileStats {
    if (this.latest !== undefined) return this.latest
    const latest = this.take()
    queueMicrotask(() => {
      if (!this.ended) this.latest = undefined
    })
    return latest
  }

  /** The job is over. */
  end(): void {
    this.take()
    this.ended = true
    for (const lifecycle of this.lifecycles) lifecycle.recount = undefined
  }

  private take(): KernelFileStats {
    const stats = this.run.stats()
    this.latest = stats
    const last = this.lifecycles.length - 1
    this.lifecycles.forEach((lifecycle, at) => {
      if (at === 0) this.book(lifecycle, 'input', stats.input)
      else if (at === last) this.book(lifecycle, 'output', stats.output)
      else this.book(lifecycle, at - 1, stats.kernels[at - 1] as KernelFilePartStats)
    })
    return stats
  }

  private book(
    { counters, timer }: Lifecycle,
    part: KernelFilePart,
    { itemsIn, framesIn, itemsOut, framesOut }: KernelFilePartStats,
  ): void {
    // A source takes nothing and a sink gives nothing.
    if (part !== 'input') Object.assign(counters, { itemsIn, framesIn })
    if (part !== 'output') Object.assign(counters, { itemsOut, framesOut })
    for (const durationMs of this.run.takeTimes(part)) timer?.add(durationMs)
  }
}

import type {
  KernelFileInput,
  KernelFileOutcome,
  KernelFileOutput,
  KernelFileStats,
} from './kernel-file-job.js'

/**
 * A job from file to file that may take the place of a run's flow, as the two ports see it to which
 * the files belong.
 *
 * @internal
 */
export interface KernelFileWork {
  /**
   * Begins the job, once, when the source is asked for its first item; `undefined` where it is not
   * to be, and items have to flow. The promise is what a read gives: `null` when the job is over,
   * `undefined` where the run is held back then. It rejects with what went wrong in reading; it
   * does not settle where anything else did.
   */
  begin(): Promise<null | undefined> | undefined
  /** Has it read no further; `false` where it is not at work. */
  stopReading(): boolean
  /** Ends it, where it is at work. Resolves when it touches no file any more. */
  abort(): Promise<void>
  /** What it has done so far, after it has begun. */
  stats(): KernelFileStats
  /** How it ended. */
  readonly over: Promise<KernelFileOutcome>
}

/** A source whose samples lie in a file. @internal */
export interface KernelFileSource {
  /** Where they lie, once it is open; `undefined` where it wants to be asked for each item. */
  '~fileInput'(): KernelFileInput | undefined
  /** What it leaves the reading to, if that can begin at the first read. */
  '~work': KernelFileWork | undefined
}

/** A sink whose samples go into a file. @internal */
export interface KernelFileSink {
  /** Where they go, once it is open; `undefined` where it wants to be given each item. */
  '~fileOutput'(): KernelFileOutput | undefined
  /** The samples are written by a job, which has just begun. */
  '~leaveTo'(work: KernelFileWork): void
}

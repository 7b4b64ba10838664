import type { PipelineDescription } from './pipeline-description.js'
import type { RunEvents, RunHealth } from './run-events.js'
import type { RunReport } from './run-report.js'

/** How {@link Run.stop} ends a run. */
export interface StopOptions {
  /**
   * Whether what is under way is still processed and written (`true`), or thrown away. The sink is
   * finished properly in both cases.
   *
   * @defaultValue true
   */
  readonly drain?: boolean
}

/** A pipeline at work. It started by itself, and keeps the process alive until it is over. */
export interface Run extends AsyncDisposable {
  /**
   * The report, when all is over and closed. Rejects with the error of the stage that failed, or
   * with `aborted`.
   */
  readonly finished: Promise<RunReport>
  /** How the run is doing. */
  readonly health: RunHealth
  /** The report so far. */
  stats(): RunReport
  /** What the pipeline consists of, with the stages that were put in. */
  describe(): PipelineDescription
  /**
   * Ends the run before its source does; `finished` resolves with the reason `stopped`. A run that
   * has not `started` yet is closed as it is: its sink was not opened, and writes nothing.
   */
  stop(options?: StopOptions): Promise<RunReport>
  /**
   * Holds the flow at both ends. A live source goes on capturing: what does not fit its queue is
   * dropped, counted and marked.
   */
  pause(): void
  /** Lets the flow go on. */
  resume(): void
  /** Cuts the run short: `finished` rejects with `aborted`. Resolves when everything is closed. */
  close(): Promise<void>
  /** Listens to an event; returns the off-switch. */
  on<Name extends keyof RunEvents>(
    event: Name,
    listener: (event: RunEvents[Name]) => void,
  ): () => void
}

/** A pipeline without a sink: its items are read in a `for await` loop. */
export interface IterableRun<T> extends Run, AsyncIterable<T> {}

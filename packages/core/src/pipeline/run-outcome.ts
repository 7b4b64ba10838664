import { isPatchcordError } from '../errors/patchcord-error.js'
import { publish } from './diagnostics.js'
import type { RunReason, RunReport } from './run-report.js'

/** How a run ended, and the promise that tells it. @internal */
export class RunOutcome {
  readonly finished: Promise<RunReport>
  reason: RunReason = 'ended'
  /** The run ends with an error. */
  failed = false
  private failure: unknown
  private resolve!: (report: RunReport) => void
  private reject!: (error: unknown) => void

  constructor() {
    this.finished = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  /** Notes the error that ends the run. */
  fail(error: unknown): void {
    this.failed = true
    this.failure = error
    this.reason = isPatchcordError(error, 'aborted') ? 'aborted' : 'failed'
  }

  /** Tells the end, when everything is closed. */
  settle(run: string, report: RunReport): void {
    const { reason, failed, failure } = this
    if (failed) {
      publish('patchcord:run:failure', () => ({ run, reason, error: failure }))
      this.reject(failure)
    } else {
      publish('patchcord:run:end', () => ({ run, reason, frames: report.frames }))
      this.resolve(report)
    }
  }
}

import { showValue } from '../errors/option-checks.js'
import { PatchcordError, isPatchcordError } from '../errors/patchcord-error.js'

/** The error of a stage: it names the stage and keeps what was thrown as its cause. @internal */
export function stageError(stage: string, error: unknown): PatchcordError {
  if (isPatchcordError(error)) {
    if (error.details.stage !== undefined) return error
    return new PatchcordError(error.code, `${stage}: ${error.message}`, {
      details: { ...error.details, stage },
      cause: error,
    })
  }
  const message = error instanceof Error ? error.message : showValue(error)
  return new PatchcordError('stage-failed', `${stage} failed: ${message}`, {
    details: { stage },
    cause: error,
  })
}

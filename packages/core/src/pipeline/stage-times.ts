import type { StageTimer } from '../ports/stage-timer.js'
import type { StageTimes } from './run-report.js'

/** Sums up the calls that were timed, if any were. @internal */
export function timesOf(timer: StageTimer | undefined): StageTimes | undefined {
  if (timer === undefined || timer.samplesUs.length === 0) return undefined
  const sorted = [...timer.samplesUs].sort((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
  return {
    p50: tenth(at(0.5)),
    p99: tenth(at(0.99)),
    max: tenth(timer.maxUs),
    samples: sorted.length,
  }
}

/** A clock that is read twice tells no more than a tenth of a microsecond. */
function tenth(us: number): number {
  return Math.round(us * 10) / 10
}

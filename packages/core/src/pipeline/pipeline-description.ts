import { type AudioFormat, describeFormat } from '../format/audio-format.js'
import type { StageReport } from './run-report.js'

/** One stage, as `describe()` shows it. */
export interface StageDescription extends Pick<
  StageReport,
  'name' | 'role' | 'inserted' | 'input' | 'output'
> {}

/** What a pipeline consists of. `String(description)` draws it as one line. */
export interface PipelineDescription {
  readonly stages: readonly StageDescription[]
  /** The stages in one line, with the format wherever it changes; what was put in is in brackets. */
  toString(): string
}

/** Describes stages. @internal */
export function describeStages(stages: readonly StageReport[]): PipelineDescription {
  const described = stages.map(({ name, role, inserted, input, output }) => ({
    name,
    role,
    inserted,
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
  }))
  return { stages: described, toString: () => drawLine(described) }
}

function drawLine(stages: readonly StageDescription[]): string {
  let format: AudioFormat | undefined
  const parts = stages.map(({ name, inserted, input, output }) => {
    const next = output ?? input
    const changed =
      next !== undefined &&
      (format === undefined || describeFormat(next) !== describeFormat(format))
    if (next !== undefined) format = next
    const label = inserted ? `[${name}]` : name
    return changed ? `${label} (${describeFormat(next)})` : label
  })
  return parts.join(' → ')
}

export { broadcast } from './broadcast.js'
export type { BackendChoice } from '../kernels/kernel-choice.js'
export type { Branch, BranchFailure, BranchInput, BranchOptions, BranchStages } from './branch.js'
export type { BranchFailedEvent, RunEvents, RunHealth, StalledEvent } from './run-events.js'
export type { DiagnosticsName } from './diagnostics.js'
export { pipeline, type RunOf } from './pipeline.js'
export type { PipelineDescription, StageDescription } from './pipeline-description.js'
export type { PipelineOptions } from './pipeline-options.js'
export type {
  AnyPort,
  AnyProcessor,
  AnySink,
  AnySource,
  FittingStages,
  InputOf,
  LastPort,
  Misfit,
  NameOf,
  OutputOf,
} from './pipeline-signature.js'
export type { IterableRun, Run, StopOptions } from './run.js'
export type {
  BackendReport,
  FusedGroupReport,
  RunReason,
  RunReport,
  StageReport,
  StageTimes,
} from './run-report.js'

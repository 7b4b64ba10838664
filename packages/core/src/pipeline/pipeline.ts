import { checkKinds, checkRoles } from './check-stages.js'
import { isPlainObject } from './is-plain-object.js'
import { iterable } from './iterate-run.js'
import { type PipelineOptions, checkPipelineOptions } from './pipeline-options.js'
import { PipelineRun } from './pipeline-run.js'
import type {
  AnyPort,
  AnySink,
  AnySource,
  FittingStages,
  LastPort,
  OutputOf,
} from './pipeline-signature.js'
import type { IterableRun, Run } from './run.js'
import { type Stage, stageOf } from './stage.js'

/** What {@link pipeline} returns: a run, which is iterable where it has no sink. */
export type RunOf<Stages extends readonly unknown[]> =
  LastPort<Stages> extends AnySink ? Run : IterableRun<OutputOf<LastPort<Stages>>>

/**
 * Joins a source, any number of processors and a sink, starts them and returns the run. Options
 * may follow as the last argument. Without a sink the run is read in a `for await` loop.
 *
 * Whatever happens, every stage is closed once and `finished` settles: with the report, or with
 * the error of the stage that failed.
 *
 * @example
 * ```ts
 * import { gain, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
 *
 * const run = pipeline(wavFileSource('input.wav'), gain({ gainDb: -6 }), wavFileSink('output.wav'))
 * const report = await run.finished
 * console.log(report.durationMs, report.stages.map((stage) => stage.name)) // 1000 [ 'wavFileSource', 'gain', 'wavFileSink' ]
 * ```
 *
 * @example Without a sink
 * ```ts
 * import { gain, pipeline, wavFileSource } from '@patchcord/core'
 *
 * for await (const buffer of pipeline(wavFileSource('input.wav'), gain({ gainDb: 3 }))) {
 *   console.log(buffer.position, buffer.frameCount) // 0 16384, ...
 * }
 * ```
 */
export function pipeline<Stages extends readonly [AnySource, ...(AnyPort | PipelineOptions)[]]>(
  ...stages: FittingStages<Stages>
): RunOf<Stages> {
  const { ports, options } = splitArguments(stages)
  const list = ports.map((port) => stageOf(port as AnyPort))
  checkRoles(list)
  checkKinds(list)
  const run = new PipelineRun({ stages: list, options: checkPipelineOptions(options) })
  const last = list.at(-1) as Stage
  if (last.role !== 'sink') last.port['~engine'].guard.leave()
  return (last.role === 'sink' ? run : iterable(run)) as unknown as RunOf<Stages>
}

function splitArguments(values: readonly unknown[]): {
  ports: readonly unknown[]
  options: PipelineOptions
} {
  const last = values.at(-1)
  if (values.length > 1 && isPlainObject(last)) return { ports: values.slice(0, -1), options: last }
  return { ports: values, options: {} }
}

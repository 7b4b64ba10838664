import type { AudioFormat } from '../format/audio-format.js'
import {
  kindsOf,
  type ProcessorStage,
  type SinkStage,
  type SourceStage,
  type Stage,
} from './stage.js'
import type { RunBackend } from './run-backend.js'
import { conversionStages, supportedFormat } from './convert-format.js'

/** What {@link openStages} is told. @internal */
export interface OpenStagesOptions {
  readonly stages: readonly Stage[]
  /** Asked after each wait: the run may have ended meanwhile. */
  readonly cancelled: () => boolean
  /** Told of a stage that is put in, so that it is closed with the others. */
  readonly adopt: (stage: ProcessorStage) => void
  /** Lent to the stages before they are configured. */
  readonly backend: RunBackend
  /** The format to end in where there is no sink to ask, given the one that it would be. */
  readonly targetFormat?: ((format: AudioFormat) => AudioFormat) | undefined
}

/**
 * Opens a chain from its source on: each stage is told the format that the one before it gives,
 * and what is needed to fit the sink is put in before it. Returns the chain as it will run, or
 * `undefined` if the run was cancelled.
 *
 * @internal
 */
export async function openStages(
  options: OpenStagesOptions,
): Promise<readonly Stage[] | undefined> {
  const [first, ...rest] = options.stages as [SourceStage, ...(ProcessorStage | SinkStage)[]]
  const lending = options.backend.lend(options.stages)
  if (lending !== undefined) await lending
  if (options.cancelled()) return undefined
  let format = await first.port['~engine'].open()
  const chain: Stage[] = [first]
  for (const stage of rest) {
    if (options.cancelled()) return undefined
    if (stage.role === 'sink') {
      chain.push(...(await openSink(stage, format, options)), stage)
    } else {
      format = stage.port['~engine'].configure(format)
      chain.push(stage)
    }
  }
  if (options.targetFormat !== undefined && !options.cancelled())
    chain.push(...(await insert(format, options.targetFormat(format), options)))
  return options.cancelled() ? undefined : chain
}

async function openSink(
  stage: SinkStage,
  offered: AudioFormat,
  options: OpenStagesOptions,
): Promise<ProcessorStage[]> {
  const engine = stage.port['~engine']
  if (kindsOf(stage).accepts === 'packet') {
    await engine.open(offered)
    return []
  }
  const preferred = stage.port.preferredFormat(offered)
  const inserted = await insert(offered, preferred, options)
  if (options.cancelled()) return []
  try {
    await engine.open(inserted.at(-1)?.port.format ?? offered)
    return inserted
  } catch (error) {
    const supported = supportedFormat(error)
    if (supported === undefined || inserted.length > 0 || options.cancelled()) throw error
    const remedy = await insert(offered, supported, options)
    if (options.cancelled()) return []
    await engine.reopen(remedy.at(-1)?.port.format ?? offered)
    return remedy
  }
}

async function insert(
  from: AudioFormat,
  to: AudioFormat,
  options: OpenStagesOptions,
): Promise<ProcessorStage[]> {
  const stages = conversionStages(from, to)
  const lending = options.backend.lend(stages)
  if (lending !== undefined) await lending
  // Who adopts a stage now would not close it any more.
  if (options.cancelled()) return []
  let format = from
  for (const stage of stages) {
    options.adopt(stage)
    format = stage.port['~engine'].configure(format)
  }
  return stages
}

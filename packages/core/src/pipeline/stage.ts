import { invalidOption } from '../errors/option-checks.js'
import { PatchcordError, isPatchcordError } from '../errors/patchcord-error.js'
import type { Item } from '../data/item.js'
import type { AudioProcessor } from '../ports/audio-processor.js'
import type { AudioSink } from '../ports/audio-sink.js'
import type { AudioSource } from '../ports/audio-source.js'
import type { AcceptedKind } from '../ports/item-check.js'
import { type Lifecycle, alreadyUsed, isAbort } from '../ports/lifecycle.js'
import { stageError } from '../ports/stage-error.js'
import type { AnyPort } from './pipeline-signature.js'

/** A port in its place in a run. @internal */
export type Stage = SourceStage | ProcessorStage | SinkStage

interface StageBase {
  readonly inserted: boolean
}

/** @internal */
export interface SourceStage extends StageBase {
  readonly role: 'source'
  readonly port: AudioSource<Item>
}

/** @internal */
export interface ProcessorStage extends StageBase {
  readonly role: 'processor'
  readonly port: AudioProcessor<Item, Item>
}

/** @internal */
export interface SinkStage extends StageBase {
  readonly role: 'sink'
  readonly port: AudioSink<Item>
}

/** The state, counters and surroundings of a stage's port. @internal */
export function lifecycleOf(stage: Stage): Lifecycle {
  return stage.port['~engine'].lifecycle
}

/** What a stage takes and gives, where it is declared. @internal */
export function kindsOf(stage: Stage): { accepts?: AcceptedKind; emits?: AcceptedKind } {
  if (stage.role === 'source') return {}
  if (stage.role === 'sink') return { accepts: stage.port['~engine'].accepts }
  const engine = stage.port['~engine']
  return { accepts: engine.accepts, emits: engine.output.emits }
}

/** Tells what a port is; also for ports of another installed version. @internal */
export function stageOf(port: AnyPort, inserted = false): Stage {
  const known = typeof port === 'object' && port !== null && '~engine' in port
  if (!known) {
    throw invalidOption(
      'a stage',
      'a Patchcord source, processor or sink (wrap others with source(), processor(), sink(), pcmSource() or pcmSink())',
      port,
    )
  }
  const reads = 'read' in port
  const writes = '~linkUpstream' in port
  if (reads && writes)
    return { role: 'processor', port: port as unknown as AudioProcessor<Item, Item>, inserted }
  if (reads) return { role: 'source', port: port as unknown as AudioSource<Item>, inserted }
  return { role: 'sink', port: port as unknown as AudioSink<Item>, inserted }
}

/** Whether a stage that closed had done all it was there for. @internal */
export function endedWell({ role, port }: Stage): boolean {
  return role === 'sink' ? port.writableFinished : port.readableEnded
}

/** The error of a stage that somebody closed while a run needed it. @internal */
export function closedEarly({ port }: Stage, run: string): PatchcordError {
  return new PatchcordError('aborted', `${port.name} was closed while ${run} was running`, {
    details: { stage: port.name },
  })
}

/** Holds the flow back at both ends of a run, or lets it go on. @internal */
export function gateEnds(stages: readonly Stage[], closed: boolean): void {
  for (const stage of stages) if (stage.role !== 'processor') stage.port['~engine'].gate(closed)
}

/** Throws where a port was used before, or stands here twice. @internal */
export function checkUnused(stages: readonly Stage[]): void {
  stages.forEach((stage, index) => {
    lifecycleOf(stage).checkUnused()
    if (stages.findIndex(({ port }) => port === stage.port) < index)
      throw alreadyUsed(stage.port.name, stage.port.state)
  })
}

/** Closes a stage and lets go of what it has given and the next one has not taken. @internal */
export function destroyStage(stage: Stage, error?: unknown): void {
  if (stage.role !== 'sink') stage.port['~engine'].cut()
  stage.port.destroy(error instanceof Error ? error : undefined)
}

/** What an error of a stage says of the run: which stage failed, or that it was closed. @internal */
export function errorOf(stage: Stage, error: unknown, run: string): unknown {
  if (!isAbort(error)) return stageError(stage.port.name, error)
  return isPatchcordError(error) ? error : closedEarly(stage, run)
}

/** The stages with one more before the sink, or at the end where there is none. @internal */
export function beforeSink(stages: readonly Stage[], stage: Stage): readonly Stage[] {
  const end = stages.at(-1)?.role === 'sink' ? -1 : stages.length
  return [...stages.slice(0, end), stage, ...stages.slice(end)]
}

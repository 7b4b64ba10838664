import type { DropEvent } from '../ports/port-events.js'
import type { PortSurroundings } from '../ports/lifecycle.js'
import { StageTimer } from '../ports/stage-timer.js'
import { publish } from './diagnostics.js'
import type { EventHub } from './event-hub.js'
import type { RunEvents } from './run-events.js'
import { type Stage, lifecycleOf } from './stage.js'

/** What a run does with the stages that it makes its own. @internal */
export interface Adoption {
  /** The name of the run. */
  readonly name: string
  readonly surroundings: PortSurroundings
  readonly hub: EventHub<RunEvents>
  readonly onError: (error: unknown) => void
  readonly onClose: () => void
  /** A processor needs no more input. */
  readonly onOutputEnd: () => void
}

/** Claims a port for a run, times it, and listens to it. @internal */
export function adoptStage(stage: Stage, adoption: Adoption): void {
  const lifecycle = lifecycleOf(stage)
  const { port } = stage
  const { name, hub } = adoption
  lifecycle.claim(adoption.surroundings)
  lifecycle.timer = new StageTimer()
  port.on('error', adoption.onError)
  port.on('close', adoption.onClose)
  port.on('drop', (event: DropEvent) => {
    hub.emit('drop', event)
    publish('patchcord:run:drop', () => ({ run: name, ...event }))
  })
  for (const event of ['underrun', 'format-changed', 'branch-failed'] as const) {
    port.on(event, (detail: unknown) => hub.emit(event, detail as never))
  }
  if (stage.role === 'processor') stage.port['~engine'].earlyEnd.onEnd = adoption.onOutputEnd
}

import { framesToMs } from '../time/time.js'
import { alreadyUsed } from '../ports/lifecycle.js'
import {
  type ProcessorStage,
  type SinkStage,
  type SourceStage,
  type Stage,
  lifecycleOf,
} from './stage.js'
import type { Item } from '../data/item.js'
import type { DirectLink } from '../ports/direct-link.js'

/**
 * Joins the stages of a run by direct links, which make plain calls, and lets the items flow. A
 * stage that somebody reads already is refused, as a second consumer would be.
 *
 * @internal
 */
export function joinStages(stages: readonly Stage[], latencyMs: number | undefined): void {
  const links: DirectLink<Item>[] = []
  for (let index = 0; index + 1 < stages.length; index++) {
    links.push(
      joinTwo(
        stages[index] as SourceStage | ProcessorStage,
        stages[index + 1] as ProcessorStage | SinkStage,
      ),
    )
  }
  const [source] = stages as readonly [SourceStage, ...Stage[]]
  if (latencyMs !== undefined) {
    // How many items that is, the first item tells.
    lifecycleOf(source).onFirstItem = (item) => {
      const itemMs = framesToMs(item.frameCount, item.sampleRate)
      for (const link of links)
        link.capacity = Math.max(1, Math.floor(latencyMs / (itemMs * links.length)))
    }
  }
  if (links.length > 0) source.port['~engine'].start()
}

function joinTwo(
  from: SourceStage | ProcessorStage,
  to: ProcessorStage | SinkStage,
): DirectLink<Item> {
  from.port['~engine'].guard.take(to.port)
  refuseWrites(to)
  return from.port['~engine'].linkTo(to.port['~engine'])
}

/** What is written to a stage of a run from outside would come between its items. */
function refuseWrites({ port }: ProcessorStage | SinkStage): void {
  port.write = (): never => {
    throw alreadyUsed(port.name, port.state)
  }
}

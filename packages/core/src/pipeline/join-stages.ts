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
import { fuseStages } from './fuse-stages.js'
import type { FusedGroup } from './fused-group.js'
import type { PipelineOptions } from './pipeline-options.js'
import { prepareWholeRun } from './prepare-whole-run.js'

/**
 * Joins the stages of a run by direct links, which make plain calls, and lets the items flow. A
 * stage that somebody reads already is refused, as a second consumer would be. The accounts
 * are told which neighbours are executed together, or that all are.
 *
 * @internal
 */
export function joinStages(
  stages: readonly Stage[],
  { latencyMs, fuse = true }: PipelineOptions,
  accounts: { groups: readonly FusedGroup[]; whole: boolean },
): void {
  const links: DirectLink<Item>[] = []
  for (let index = 0; index + 1 < stages.length; index++) {
    links.push(
      joinTwo(
        stages[index] as SourceStage | ProcessorStage,
        stages[index + 1] as ProcessorStage | SinkStage,
      ),
    )
  }
  const groups = fuse ? fuseStages(stages) : []
  accounts.groups = groups
  const inner = new Set(groups.flatMap((group) => group.innerLinks))
  // Within a group nothing waits: what may be under way is for the links around it.
  const outer = links.filter((link) => !inner.has(link))
  const [source] = stages as readonly [SourceStage, ...Stage[]]
  if (fuse) {
    prepareWholeRun(stages, () => {
      accounts.groups = []
      accounts.whole = true
    })
  }
  if (latencyMs !== undefined) {
    // How many items that is, the first item tells.
    lifecycleOf(source).onFirstItem = (item) => {
      const itemMs = framesToMs(item.frameCount, item.sampleRate)
      for (const link of outer)
        link.capacity = Math.max(1, Math.floor(latencyMs / (itemMs * outer.length)))
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

import type { Clock } from '../clock/clock.js'
import { systemClock } from '../clock/system-clock.js'
import type { StalledEvent } from './run-events.js'
import type { RunStatus } from './run-status.js'
import type { Stage } from './stage.js'
import { StallWatch } from './stall-watch.js'

/** The run that is watched. @internal */
export interface WatchedRun {
  readonly status: RunStatus
  readonly stages: () => readonly Stage[]
  readonly onStall: (event: StalledEvent) => void
}

/**
 * Moves a run's health to `stalled` when nothing has moved for a while, and back. What is paused
 * or draining does not count as stalled. Without a timeout nobody watches.
 *
 * @internal
 */
export function watchForStalls(
  clock: Clock | undefined,
  timeoutMs: number | undefined,
  run: WatchedRun,
): StallWatch | undefined {
  if (timeoutMs === undefined) return undefined
  const { status, stages, onStall } = run
  const watch = new StallWatch(
    clock ?? systemClock,
    timeoutMs,
    () => itemsMoved(stages()),
    (stalledMs) => {
      if (stalledMs === undefined) {
        if (status.health === 'stalled') status.moveTo('running')
      } else if (status.health === 'running') {
        status.moveTo('stalled')
        onStall({ forMs: stalledMs, stage: stageInTheWay(stages()) })
      } else if (status.health !== 'stalled') {
        watch.reset()
      }
    },
  )
  return watch
}

/** Items that went into and out of all stages together. */
function itemsMoved(stages: readonly Stage[]): number {
  return stages.reduce((sum, { port }) => {
    const { itemsIn, itemsOut } = port.stats()
    return sum + itemsIn + itemsOut
  }, 0)
}

/** The last stage that has items waiting, else the source: what most likely holds the others up. */
function stageInTheWay(stages: readonly Stage[]): string {
  const waiting = stages.findLast(({ port }) => port.stats().queueDepth > 0)
  return (waiting ?? stages[0])?.port.name ?? ''
}

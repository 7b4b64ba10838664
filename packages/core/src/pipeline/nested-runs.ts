import type { Run } from './run.js'
import { type Stage, lifecycleOf } from './stage.js'

/**
 * The runs inside a port that runs pipelines of its own (`broadcast`, `mix`), which it shows to
 * the report under the property `~runs`.
 *
 * @internal
 */
export function nestedRuns(port: object): readonly Run[] | undefined {
  return (port as { '~runs'?: readonly Run[] })['~runs']
}

/**
 * Closes what a port with runs of its own has: the runs, and the stages of those that never began.
 * At once, when the port is destroyed: an `open` under way waits for what may hang until then.
 *
 * @internal
 */
export function closeNestedRuns(runs: readonly Run[], unstarted: readonly Stage[]): void {
  for (const run of runs) void run.close()
  for (const stage of unstarted) if (lifecycleOf(stage).unused) stage.port.destroy()
}

import { type AnyPort, type Run, pipeline } from '@patchcord/core'
import type { Bench } from '../bench.js'

/** Runs a chain in core's `pipeline()`, whose type cannot know what stands in a list. */
export function startRun(bench: Bench, chain: readonly AnyPort[]): Run {
  const join = pipeline as unknown as (...stages: readonly unknown[]) => Run
  const run = join(...chain, { clock: bench.clock, pool: bench.pool })
  // Whoever waits for it gets to know.
  run.finished.catch(() => undefined)
  return run
}

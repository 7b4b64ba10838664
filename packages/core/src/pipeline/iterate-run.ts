import type { Item } from '../data/item.js'
import type { PipelineRun } from './pipeline-run.js'
import type { IterableRun } from './run.js'
import type { ProcessorStage, SourceStage } from './stage.js'

/** A run that is read in a loop instead of written to a sink. @internal */
export function iterable(run: PipelineRun): IterableRun<Item> {
  return Object.assign(run, {
    async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
      // The loop tells its failure itself.
      run.finished.catch(() => undefined)
      let done = false
      try {
        const last = (await run.started).at(-1) as SourceStage | ProcessorStage
        try {
          for await (const item of last.port as AsyncIterable<Item>) yield item
        } catch (error) {
          // The run tells which stage failed, and whether being closed early is a failure at all.
          await run.finished
          if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
        }
        done = true
      } finally {
        // `break` ends the run like stop() does.
        if (!done) run.stop({ drain: false }).catch(() => undefined)
      }
      await run.finished
    },
  })
}

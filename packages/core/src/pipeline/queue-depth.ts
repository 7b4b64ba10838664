import { framesToMs } from '../time/time.js'
import { type Stage, lifecycleOf } from './stage.js'

interface QueueState {
  highWaterMark: number
}

/**
 * Deepens the queues of a chain to hold a span of audio together. How many items that is, the
 * first item tells.
 *
 * @internal
 */
export function deepenQueues(stages: readonly Stage[], latencyMs: number): void {
  const [source] = stages
  if (source === undefined) return
  lifecycleOf(source).onFirstItem = (item) => {
    const itemMs = framesToMs(item.frameCount, item.sampleRate)
    const queues = stages.flatMap(queuesOf)
    const depth = Math.max(1, Math.floor(latencyMs / (itemMs * queues.length)))
    for (const queue of queues) queue.highWaterMark = depth
  }
}

/** Node has no public way to deepen the queue of a stream that exists already. */
function queuesOf({ port }: Stage): QueueState[] {
  const { _readableState, _writableState } = port as unknown as {
    _readableState?: QueueState
    _writableState?: QueueState
  }
  return [_readableState, _writableState].filter((state) => state !== undefined)
}

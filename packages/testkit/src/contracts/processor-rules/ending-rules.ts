import type { AnyProcessor, Emit, Item } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { checkClosed } from '../port-rules/closes-once.js'
import type { ProcessorRig } from './processor-rig.js'

/** The protected part of a processor that a rule has to reach. */
interface Inside {
  flushItems(emit: Emit<Item>): unknown
  noteLoss(): void
}

/** Does something more when a processor flushes, once it has done so itself. */
function afterFlush(port: AnyProcessor, more: () => void | Promise<void>): void {
  const inside = port as unknown as Inside
  const flush = inside.flushItems
  inside.flushItems = (emit): unknown => {
    const flushed = flush.call(port, emit)
    return flushed instanceof Promise ? flushed.then(more) : more()
  }
}

/** What holds for the very end of a processor. */
export const endingRules: readonly Rule<ProcessorRig>[] = [
  {
    rule: 'closes-once',
    name: 'can be closed while it is being flushed',
    check: async (rig) => {
      const hookup = await rig.hookUp()
      const { port, start } = hookup
      port.on('error', () => undefined)
      // It ends between close() and the `close` event, in which Node expects nothing any more.
      afterFlush(port, async () => void port.close())
      const failure = await rig.bench.failureOf(start(), 'a stream that is closed at its end')
      mustHold(failure !== undefined, 'a stream that is closed while it is flushed ends well')
      await checkClosed(rig, hookup, 'while it was being flushed')
    },
  },
  {
    rule: 'tail-loss',
    name: 'marks the end, and no item, for a loss after the last one',
    check: async (rig) => {
      const plain = await rig.run()
      const { port, probe, start } = await rig.hookUp()
      afterFlush(port, () => (port as unknown as Inside).noteLoss())
      await rig.bench.wait(start(), 'the processor')
      const marks = (items: readonly Item[]): number =>
        items.filter(({ discontinuity }) => discontinuity).length
      mustEqual(marks(probe.seen), marks(plain.probe.seen), 'items marked for a loss after them')
      mustEqual(port.tailDiscontinuity, true, 'tailDiscontinuity after a loss in flushItems()')
      mustEqual(probe.tailDiscontinuity, true, 'tailDiscontinuity of the sink after it')
    },
  },
]

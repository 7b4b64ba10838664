import { type FormatChangedEvent, type Item, isPatchcordError } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { framesOf } from '../item-checks.js'
import { type ProcessorRig, otherFormat } from './processor-rig.js'

/** What comes before a change of format is finished in the old format. */
export const formatChange: Rule<ProcessorRig> = {
  rule: 'format-change',
  name: 'is flushed before it is configured anew',
  check: async (rig) => {
    function* changing(): Generator<Item> {
      yield* rig.feed(3)
      yield* rig.feed(3, { ...otherFormat, position: 1440, firstItem: 3 })
    }
    const { port, spy, probe, start } = await rig.hookUp({ items: changing() })
    const changes: FormatChangedEvent[] = []
    port.on('format-changed', (change: FormatChangedEvent) => changes.push(change))
    const failure = await rig.bench.failureOf(start(), 'a stream that changes its format')
    if (isPatchcordError(failure, 'format-unsupported')) return
    if (failure !== undefined) throw failure
    const second = spy.log.lastIndexOf('configure')
    mustEqual(spy.count('configure'), 2, 'calls of configure() for two formats')
    mustEqual(spy.log[second - 1], 'flushItems', 'the hook before the second configure()')
    const last = probe.seen.at(-1) as Item
    const first = probe.seen[0] as Item
    const firstHalf = probe.seen.filter((item) => item.sampleRate === first.sampleRate)
    if (first.sampleRate !== last.sampleRate) mustEqual(changes.length, 1, 'format-changed events')
    if (rig.expectations.keepsFrames === false || first.sampleRate === last.sampleRate) return
    mustEqual(framesOf(firstHalf), 3 * 480, 'frames in the first format')
    mustEqual(framesOf(probe.seen), 6 * 480, 'frames in both formats')
    mustHold(
      probe.seen.slice(0, firstHalf.length).every((item) => firstHalf.includes(item)),
      'an item in the first format came after one in the second',
    )
  },
}

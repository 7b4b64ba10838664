import type { AnyProcessor } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { framesOf } from '../item-checks.js'
import { consumerErrors } from '../consumer-errors.js'
import { checkReadings } from '../readings.js'
import type { ProcessorRig } from './processor-rig.js'

/** What holds for the flow through a processor. */
export const processorFlowRules: readonly Rule<ProcessorRig>[] = [
  {
    rule: 'back-pressure',
    name: 'does not take in more than it may while nobody takes what it gives',
    check: async (rig) => {
      const { capacityItems = 64 } = rig.expectations
      const many = 4 * capacityItems
      const { port, probe, start } = await rig.hookUp({ stopAfter: 1, items: rig.feed(many) })
      const end = start()
      end.catch(() => undefined)
      for (let rounds = 0; rounds < 100 && probe.seen.length === 0; rounds++) {
        await rig.bench.idle(10)
      }
      await rig.bench.idle(60_000)
      const { itemsIn } = port.stats()
      mustHold(
        itemsIn <= capacityItems,
        `${itemsIn} items were taken in while nobody took any; at most ${capacityItems} may be`,
        itemsIn,
      )
      mustHold(
        port.readableLength <= capacityItems,
        `${port.readableLength} items wait in the stream`,
      )
      probe.release()
      await rig.bench.wait(end, 'the processor')
    },
  },
  {
    rule: 'tail-loss',
    name: 'tells on that the end of the stream was lost',
    check: async (rig) => {
      const lossy = await rig.run({ losesTail: true })
      mustEqual(lossy.port.tailDiscontinuity, true, 'tailDiscontinuity after a loss at the end')
      mustEqual(lossy.probe.tailDiscontinuity, true, 'tailDiscontinuity of the sink after it')
      const whole = await rig.run()
      mustEqual(whole.port.tailDiscontinuity, false, 'tailDiscontinuity of a whole stream')
    },
  },
  {
    rule: 'quiet-after-end',
    name: 'gives nothing after its end',
    check: async (rig) => {
      const { port, feed } = await rig.hookUp()
      let [ended, late] = [false, 0]
      port.on('data', () => {
        if (ended || port.closed) late++
      })
      port.on('error', () => undefined)
      const end = new Promise((resolve) => port.once('end', resolve))
      feed.pipe(port)
      await rig.bench.wait(end, 'the processor')
      ended = true
      await rig.bench.idle(60_000)
      await port.close()
      await rig.bench.idle(60_000)
      mustEqual(late, 0, 'items after the end')
    },
  },
  {
    rule: 'single-use',
    name: 'refuses a second consumer',
    check: async (rig) => {
      const { port } = await rig.hookUp()
      for (const [what, code] of consumerErrors(port, rig.newProbe())) {
        mustEqual(code, 'use-broadcast', `the error of ${what}`)
      }
      await port.close()
    },
  },
  {
    rule: 'empty',
    name: 'is configured and flushed, and ends, when nothing comes',
    check: async (rig) => {
      const { port, spy, probe } = await rig.run({ items: [] })
      mustEqual(spy.count('configure'), 1, 'calls of configure() for an empty stream')
      mustEqual(spy.count('processItem'), 0, 'calls of processItem() for an empty stream')
      mustEqual(framesOf(probe.seen), 0, 'frames that came out of an empty stream')
      mustHold(probe.format !== undefined, 'what follows was not told a format')
      await port.close()
    },
  },
  {
    rule: 'interop',
    name: 'gives the same by pipe, for await, events and as a Web Stream',
    check: async (rig) => {
      const expected = (await rig.run()).probe.seen
      const through = async (): Promise<AnyProcessor> => {
        const { port, feed } = await rig.hookUp()
        return feed.pipe(port)
      }
      await checkReadings(rig, through, expected)
    },
  },
]

import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { consumerErrors } from '../consumer-errors.js'
import { checkReadings } from '../readings.js'
import { loseTail } from './lose-tail.js'
import type { SourceRig } from './source-rig.js'

/** What holds for the flow of a source. */
export const sourceFlowRules: readonly Rule<SourceRig>[] = [
  {
    rule: 'back-pressure',
    name: 'does not read ahead of a reader that has stopped',
    check: async (rig) => {
      const { capacityItems = 64 } = rig.expectations
      const { port, probe, start } = await rig.hookUp({ stopAfter: 1 })
      const end = start()
      end.catch(() => undefined)
      for (let turns = 0; turns < 100 && probe.seen.length === 0; turns++) {
        await rig.bench.idle(10)
      }
      await rig.bench.idle(60_000)
      mustHold(
        port.readableLength <= port.readableHighWaterMark + 1,
        `${port.readableLength} items wait in the stream where ${port.readableHighWaterMark} are asked for: push() returned false and was not listened to`,
      )
      const { queueDepth } = port.stats()
      mustHold(
        queueDepth <= capacityItems + port.readableHighWaterMark,
        `${queueDepth} items wait for a reader that does not come; at most ${capacityItems} may`,
      )
      probe.release()
      await rig.bench.wait(end, 'the source')
    },
  },
  {
    rule: 'quiet-after-end',
    name: 'gives nothing after its end or after close()',
    check: async (rig) => {
      const { port } = await rig.hookUp()
      let [ended, late] = [false, 0]
      port.on('data', () => {
        if (ended || port.closed) late++
      })
      port.on('error', () => undefined)
      const end = new Promise((resolve) => port.once('end', resolve))
      await rig.bench.wait(end, 'the source')
      ended = true
      await rig.bench.idle(60_000)
      await port.close()
      await rig.bench.idle(60_000)
      mustEqual(late, 0, 'items after the end')
      const cut = await rig.hookUp()
      cut.port.on('data', () => {
        // Until 'close', Node itself still hands out what it had queued.
        if (cut.port.closed) late++
        void cut.port.close()
      })
      await rig.bench.idle(60_000)
      mustEqual(late, 0, 'items after close()')
    },
  },
  {
    rule: 'tail-loss',
    name: 'marks the item after a loss, or the end',
    check: async (rig) => {
      const { port, probe, start } = await rig.hookUp()
      loseTail(port)
      await rig.bench.wait(start(), 'the source')
      mustEqual(port.tailDiscontinuity, true, 'tailDiscontinuity after a loss at the end')
      mustEqual(probe.tailDiscontinuity, true, 'tailDiscontinuity of the sink after it')
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
    name: 'opens and ends when it has no items',
    check: async (rig) => {
      const { makeEmpty } = rig.expectations
      if (makeEmpty === undefined) return
      const { port, spy, probe } = await rig.run({ make: makeEmpty })
      mustEqual(probe.seen.length, 0, 'items of an empty source')
      mustHold(port.format !== undefined, 'an empty source has no format')
      mustHold(probe.format !== undefined, 'what follows an empty source was not told a format')
      mustEqual(spy.count('open'), 1, 'calls of open()')
      await port.close()
      mustEqual(spy.count('teardown'), 1, 'calls of teardown()')
    },
  },
  {
    rule: 'interop',
    name: 'gives the same by pipe, for await, events and as a Web Stream',
    check: async (rig) => {
      const { probe } = await rig.run()
      await checkReadings(rig, () => rig.make(), probe.seen)
    },
  },
]

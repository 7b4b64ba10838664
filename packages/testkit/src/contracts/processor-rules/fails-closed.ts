import type { Item } from '@patchcord/core'
import { type BoobyTrap, boobyTrap } from '../booby-trap.js'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { isCausedBy } from '../port-rules/errors-surface.js'
import type { ProcessorRig } from './processor-rig.js'

/** What it could not process never comes out. */
export const failsClosed: readonly Rule<ProcessorRig>[] = [
  {
    rule: 'fails-closed',
    name: 'passes nothing on once its hook has thrown',
    check: async (rig) => {
      const { port, probe, spy, start } = await rig.hookUp()
      port.on('error', () => undefined)
      let atFailure = 0
      spy.failAt('processItem', 3, new Error('thrown to see what passes'))
      spy.beforeEach('processItem', () => {
        atFailure = port.stats().itemsOut
      })
      await rig.bench.failureOf(start(), 'a stream that failed')
      await rig.bench.idle(1000)
      mustEqual(port.stats().itemsOut, atFailure, 'items that came out, of those before the error')
      mustHold(
        probe.seen.every((item) => (item.metadata as { tag?: number }).tag !== 3),
        'the item that could not be processed came out',
      )
    },
  },
  {
    rule: 'fails-closed',
    name: 'fails when it cannot read its input, instead of passing it on',
    check: async (rig) => {
      const holder: { trap?: BoobyTrap; armed?: boolean } = {}
      function* trapped(): Generator<Item> {
        yield* rig.feed(3)
        for (const item of rig.feed(1, { position: 1440, firstItem: 3 })) {
          holder.trap = boobyTrap(item, () => holder.armed === true)
          yield item
        }
        yield* rig.feed(3, { position: 1920, firstItem: 4 })
      }
      const { port, spy, probe, start } = await rig.hookUp({ items: trapped(), blind: true })
      port.on('error', () => undefined)
      spy.beforeEach('processItem', () => {
        holder.armed = holder.trap !== undefined
      })
      const failure = await rig.bench.failureOf(start(), 'a stream that failed')
      const { trap } = holder
      // Stages that only pass items on never look.
      if (trap?.wentOff() !== true) return
      mustHold(failure !== undefined, 'an error within processItem() was swallowed')
      mustHold(isCausedBy(failure, trap.error), 'the error lost its cause', failure, trap.error)
      mustHold(!probe.seen.includes(trap.item), 'an input that could not be processed came out')
      mustHold(
        probe.seen.every((item) => ((item.metadata as { tag?: number }).tag ?? 0) < 3),
        'items came out after one that could not be processed',
      )
    },
  },
]

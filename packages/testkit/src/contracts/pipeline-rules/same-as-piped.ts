import type { AnyPort, AnySource, Item } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual } from '../breach.js'
import { loseTail } from '../source-rules/lose-tail.js'
import type { Hookup, Rig } from '../rig.js'
import { type ItemReading, checkSameItems, readItem } from './item-reading.js'
import { startRun } from './start-run.js'

/** What one subject did. */
interface Reading {
  readonly items: readonly ItemReading[]
  readonly figures: Readonly<Record<string, unknown>>
}

/** The items that a rig feeds, one of them after a loss. */
function* marked(items: Iterable<Item>): Generator<Item> {
  let index = 0
  for (const item of items) yield index++ === 5 ? item.with({ discontinuity: true }) : item
}

/** Runs a subject whose stream loses its end, and reads all that comes of it. */
async function readWith(
  rig: Rig,
  drive: (hookup: Hookup<AnyPort>) => Promise<unknown>,
): Promise<Reading> {
  const hookup = await rig.hookUp({
    items: marked(rig.setup.items(rig.bench)),
    losesTail: true,
  })
  const { port, probe, spy } = hookup
  const written: ItemReading[] = []
  if (rig.role === 'source') loseTail(port as AnySource)
  if (rig.role === 'sink') {
    const inside = port as unknown as { writeItem(item: Item): unknown }
    const write = inside.writeItem
    inside.writeItem = (item): unknown => {
      written.push(readItem(item))
      return write.call(port, item)
    }
  }
  await rig.bench.wait(drive(hookup), `the ${rig.role}`)
  await rig.bench.wait(port.close(), 'close() after the end')
  const { itemsIn, framesIn, itemsOut, framesOut } = port.stats()
  return {
    items: rig.role === 'sink' ? written : probe.seen.map(readItem),
    figures: {
      'stats().itemsIn': itemsIn,
      'stats().framesIn': framesIn,
      'stats().itemsOut': itemsOut,
      'stats().framesOut': framesOut,
      tailDiscontinuity: port.tailDiscontinuity,
      'tailDiscontinuity of what follows': probe.tailDiscontinuity,
      'calls of teardown()': spy.count('teardown'),
    },
  }
}

/** A run joins its ports without Node's queues, which must not show. */
export const sameAsPiped: Rule<Rig> = {
  rule: 'pipeline',
  name: 'does in a pipeline() what it does in a plain pipe',
  check: async (rig) => {
    const plain = (): Promise<Reading> => readWith(rig, ({ start }) => start())
    const [first, second] = [await plain(), await plain()]
    let fitted = false
    const run = await readWith(rig, async ({ chain }) => {
      const { stages } = await startRun(rig.bench, chain).finished
      fitted = stages.some(({ inserted }) => inserted)
    })
    // A sink that likes another format is given it in a pipeline() only.
    if (fitted) return
    checkSameItems([first.items, second.items], run.items)
    for (const [name, figure] of Object.entries(first.figures)) {
      if (!Object.is(second.figures[name], figure)) continue
      mustEqual(run.figures[name], figure, `${name} in a pipeline(), against a plain pipe`)
    }
  },
}

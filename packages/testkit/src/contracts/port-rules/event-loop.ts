import type { Rule } from '../contract-case.js'
import { mustHold } from '../breach.js'
import { type Rig, hooksOf } from '../rig.js'

/** Each item is made to take this long, in real time; a turn may last 8 ms. */
const itemMs = 6

function workHard(): void {
  const until = performance.now() + itemMs
  while (performance.now() < until);
}

/** A port that works at full speed lets timers and signals have their turn. */
export const eventLoopLives: Rule<Rig> = {
  rule: 'event-loop',
  name: 'lets the event loop run while it works at full speed',
  check: async (rig) => {
    const { spy, start } = await rig.hookUp()
    const { item } = hooksOf[rig.role]
    let [turns, blocked, longest] = [0, 0, 0]
    let counting = true
    const count = (): void => {
      turns++
      blocked = 0
      if (counting) setImmediate(count)
    }
    spy.beforeEach(item, () => {
      blocked++
      longest = Math.max(longest, blocked)
      workHard()
    })
    setImmediate(count)
    const end = start()
    await rig.bench.wait(end, 'the stream').finally(() => {
      counting = false
    })
    // Two items begin within a turn's 8 ms; a port that looks at the time more seldom may take a
    // few more. What starves the event loop handles all ten.
    mustHold(
      longest <= 7,
      `the event loop had no turn while ${longest} items of ${itemMs} ms were handled; yield with setImmediate after 8 ms`,
      longest,
    )
    mustHold(turns > 0, 'the event loop had no turn at all')
  },
}

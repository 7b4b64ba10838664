import type { Rule } from '../contract-case.js'
import { mustEqual } from '../breach.js'
import type { Rig } from '../rig.js'

/** Making a port touches nothing: no memory, no timer, no state. */
export const opensNothingEarly: Rule<Rig> = {
  rule: 'opens-nothing-early',
  name: 'opens nothing before it is asked to',
  check: async (rig) => {
    const port = await rig.make()
    mustEqual(port.state, 'idle', 'the state after the constructor')
    await rig.bench.idle()
    mustEqual(port.state, 'idle', 'the state of a port that nobody uses')
    mustEqual(port.format, undefined, 'the format of a port that nobody uses')
    mustEqual(rig.bench.clock.pendingTimers, 0, 'timers that the constructor set')
    mustEqual(rig.bench.pool.stats().acquired, 0, 'buffers that the constructor acquired')
    await port.close()
  },
}

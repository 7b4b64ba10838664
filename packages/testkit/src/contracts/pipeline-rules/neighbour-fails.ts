import { HookSpy } from '../hook-spy.js'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { isCausedBy } from '../port-rules/errors-surface.js'
import type { Rig, Role } from '../rig.js'
import { startRun } from './start-run.js'

/** Who stands around a subject, with the call that fails. */
const neighboursOf: Readonly<
  Record<Role, readonly (readonly ['feed' | 'probe', string, number])[]>
> = {
  source: [['probe', 'writeItem', 0]],
  processor: [
    ['feed', 'readItem', 2],
    ['probe', 'writeItem', 0],
  ],
  sink: [['feed', 'readItem', 2]],
}

/** A run closes all of its stages when one fails, each once. */
export const neighbourFails: Rule<Rig> = {
  rule: 'pipeline',
  name: 'is closed once when a stage beside it fails',
  check: async (rig) => {
    for (const [neighbour, hook, at] of neighboursOf[rig.role]) {
      const hookup = await rig.hookUp()
      const { port, chain, spy } = hookup
      const thrown = new Error(`thrown in the ${hook} of the stage beside it`)
      new HookSpy(hookup[neighbour], [hook]).failAt(hook, at, thrown)
      const { finished } = startRun(rig.bench, chain)
      const failure = await rig.bench.failureOf(finished, `a run whose ${neighbour} fails`)
      mustHold(failure !== undefined, `a run whose ${neighbour} fails ends well`)
      mustHold(isCausedBy(failure, thrown), 'the run fails with another error', failure, thrown)
      mustHold(
        port.closed && (port.state === 'closed' || port.state === 'failed'),
        `the ${rig.role} is '${port.state}' after the run has failed`,
      )
      await rig.bench.idle(60_000)
      mustEqual(spy.count('teardown'), 1, `calls of teardown() when the ${neighbour} fails`)
      mustEqual(rig.bench.clock.pendingTimers, 0, `timers left when the ${neighbour} fails`)
    }
  },
}

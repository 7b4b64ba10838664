import { HookSpy } from '../hook-spy.js'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { framesOf } from '../item-checks.js'
import type { Rig } from '../rig.js'
import { checkHandedOn } from './drains.js'
import { startRun } from './start-run.js'

/** `pause()` holds the flow, and `resume()` goes on where it was. */
export const pauses: Rule<Rig> = {
  rule: 'pipeline',
  name: 'stands still between pause() and resume(), and loses nothing',
  check: async (rig) => {
    const plain = await rig.run()
    const { port, chain, probe, spy } = await rig.hookUp()
    const last = rig.role === 'sink' ? spy : new HookSpy(probe, ['writeItem'])
    const run = startRun(rig.bench, chain)
    const paused = new Promise<void>((resolve) => {
      last.beforeEach('writeItem', () => {
        if (last.count('writeItem') !== 1) return
        run.pause()
        resolve()
      })
    })
    await rig.bench.wait(Promise.race([paused, run.finished]), 'a run')
    mustHold(last.count('writeItem') > 0, 'nothing was written in a pipeline()')
    await rig.bench.idle(1000)
    mustEqual(run.health, 'paused', 'the health of a run after pause()')
    mustEqual(last.count('writeItem'), 1, 'items that were written, of one before pause()')
    run.resume()
    const report = await rig.bench.wait(run.finished, 'a run that was paused')
    mustEqual(report.reason, 'ended', 'the reason of the end')
    checkHandedOn(report)
    // What is live goes on while nobody takes it, and says what it dropped.
    if (report.drops > 0 || plain.port.stats().drops > 0) return
    if (report.stages.some(({ inserted }) => inserted)) return
    if (rig.role === 'sink') {
      mustEqual(port.stats().framesIn, plain.port.stats().framesIn, 'frames after a pause')
    } else {
      mustEqual(framesOf(probe.seen), framesOf(plain.probe.seen), 'frames after a pause')
    }
  },
}

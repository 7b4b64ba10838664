import type { RunReport } from '@patchcord/core'
import { HookSpy } from '../hook-spy.js'
import type { Rule } from '../contract-case.js'
import { mustEqual } from '../breach.js'
import { type Rig, hooksOf } from '../rig.js'
import { SlowStage } from './slow-stage.js'
import { startRun } from './start-run.js'

/** What one stage gave, the next one took. */
export function checkHandedOn({ stages }: RunReport): void {
  stages.forEach(({ name, itemsIn, framesIn }, index) => {
    const before = stages[index - 1]
    if (before === undefined) return
    mustEqual(itemsIn, before.itemsOut, `items that '${name}' took of those '${before.name}' gave`)
    mustEqual(
      framesIn,
      before.framesOut,
      `frames that '${name}' took of those '${before.name}' gave`,
    )
  })
}

/** `stop({ drain: true })` ends the source, and nothing else before its time. */
export const drains: Rule<Rig> = {
  rule: 'pipeline',
  name: 'delivers all that was taken when stop() drains through a slow stage',
  check: async (rig) => {
    const { port, chain, probe, spy } = await rig.hookUp()
    const slow = new SlowStage(rig.bench.options())
    const slowSpy = new HookSpy(slow, ['processItem'])
    const run = startRun(rig.bench, [...chain.slice(0, -1), slow, ...chain.slice(-1)])
    let stopped = false
    slowSpy.beforeEach('processItem', () => {
      if (slowSpy.count('processItem') < 2 || stopped) return
      stopped = true
      void run.stop({ drain: true })
    })
    const report = await rig.bench.wait(run.finished, 'a run that drains')
    mustEqual(report.reason, stopped ? 'stopped' : 'ended', 'the reason of the end')
    checkHandedOn(report)
    const { end } = hooksOf[rig.role]
    if (end !== undefined) mustEqual(spy.count(end), 1, `calls of ${end}() in a run that drains`)
    if (rig.role !== 'sink') mustEqual(probe.seen.length, slow.stats().itemsOut, 'items written')
    const { framesIn, framesOut } = port.stats()
    if (rig.setup.keepsFrames === true) mustEqual(framesOut, framesIn, 'frames after draining')
  },
}

import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import type { Rig } from '../rig.js'
import { checkHandedOn } from './drains.js'
import { startRun } from './start-run.js'

/** The run reports of a stage what the stage says of itself. */
export const reportsStats: Rule<Rig> = {
  rule: 'pipeline',
  name: 'is reported with the counts of its stats()',
  check: async (rig) => {
    const { port, chain } = await rig.hookUp()
    const report = await rig.bench.wait(startRun(rig.bench, chain).finished, 'a run')
    const stage = report.stages.at(rig.role === 'sink' ? -1 : chain.indexOf(port))
    mustHold(stage !== undefined, 'the report leaves the subject out')
    mustEqual(stage.name, port.name, 'the name in the report')
    mustEqual(stage.role, rig.role, 'the role in the report')
    for (const [name, count] of Object.entries(port.stats())) {
      mustEqual(Reflect.get(stage, name), count, `${name} in the report, against stats()`)
    }
    checkHandedOn(report)
    mustEqual(report.frames, report.stages.at(-1)?.framesIn, 'frames of the whole run')
  },
}

import type { AnyProcessor, PortOptions } from '@patchcord/core'
import { type ContractCase, casesOf } from './contract-case.js'
import { pipelineRules } from './pipeline-rules/pipeline-rules.js'
import { portRules } from './port-rules/port-rules.js'
import { endingRules } from './processor-rules/ending-rules.js'
import { failsClosed } from './processor-rules/fails-closed.js'
import { processorFlowRules } from './processor-rules/flow-rules.js'
import { formatChange } from './processor-rules/format-change.js'
import { processorItemRules } from './processor-rules/item-rules.js'
import { type ProcessorExpectations, ProcessorRig } from './processor-rules/processor-rig.js'
import { rechunking } from './processor-rules/rechunking.js'

/**
 * What every processor must keep to. The subject uses the options that it is given: `clock` is a
 * virtual one, `pool` fills released memory with NaN.
 *
 * @param make - makes a fresh subject
 * @param expectations - what is known about it
 *
 * @example
 * ```ts
 * import { gain } from '@patchcord/core'
 * import { processorContract } from '@patchcord/testkit/contracts'
 *
 * const cases = processorContract((options) => gain({ ...options, gainDb: -6 }), {
 *   ignoresChunking: true,
 * })
 * for (const { run } of cases) await run()
 * ```
 */
export function processorContract(
  make: (options: PortOptions) => AnyProcessor | Promise<AnyProcessor>,
  expectations: ProcessorExpectations = {},
): readonly ContractCase[] {
  return casesOf(
    [
      ...portRules,
      ...processorItemRules,
      ...processorFlowRules,
      ...endingRules,
      formatChange,
      ...failsClosed,
      rechunking,
      ...pipelineRules,
    ],
    () => new ProcessorRig(make, expectations),
  )
}

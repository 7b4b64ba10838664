import type { AnySink, PortOptions } from '@patchcord/core'
import { type ContractCase, casesOf } from './contract-case.js'
import { pipelineRules } from './pipeline-rules/pipeline-rules.js'
import { portRules } from './port-rules/port-rules.js'
import { sinkFlowRules } from './sink-rules/flow-rules.js'
import { sinkItemRules } from './sink-rules/item-rules.js'
import { type SinkExpectations, SinkRig } from './sink-rules/sink-rig.js'

/**
 * What every sink must keep to. The subject uses the options that it is given: `clock` is a
 * virtual one, `pool` fills released memory with NaN.
 *
 * @param make - makes a fresh subject
 * @param expectations - what is known about it
 *
 * @example
 * ```ts
 * import { collectSink, type CollectSink } from '@patchcord/testkit'
 * import { sinkContract } from '@patchcord/testkit/contracts'
 *
 * const cases = sinkContract((options) => collectSink(options), {
 *   written: (sink) => (sink as CollectSink).toChannels(),
 * })
 * for (const { run } of cases) await run()
 * ```
 */
export function sinkContract(
  make: (options: PortOptions) => AnySink | Promise<AnySink>,
  expectations: SinkExpectations = {},
): readonly ContractCase[] {
  return casesOf(
    [...portRules, ...sinkItemRules, ...sinkFlowRules, ...pipelineRules],
    () => new SinkRig(make, expectations),
  )
}

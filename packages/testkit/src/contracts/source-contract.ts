import type { AnySource, PortOptions } from '@patchcord/core'
import { type ContractCase, casesOf } from './contract-case.js'
import { pipelineRules } from './pipeline-rules/pipeline-rules.js'
import { portRules } from './port-rules/port-rules.js'
import { sourceFlowRules } from './source-rules/flow-rules.js'
import { sourceItemRules } from './source-rules/item-rules.js'
import { type SourceExpectations, SourceRig } from './source-rules/source-rig.js'

/**
 * What every source must keep to. The subject gives five to fifty items and ends; it uses the
 * options that it is given: `clock` is a virtual one, `pool` fills released memory with NaN.
 *
 * @param make - makes a fresh subject
 * @param expectations - what is known about it
 *
 * @example
 * ```ts
 * import { sourceContract } from '@patchcord/testkit/contracts'
 * import { sine } from '@patchcord/testkit'
 *
 * const cases = sourceContract((options) => sine({ ...options, framesPerBuffer: 4800 }), {
 *   frameCount: 48_000,
 * })
 * for (const { run } of cases) await run()
 * ```
 */
export function sourceContract(
  make: (options: PortOptions) => AnySource | Promise<AnySource>,
  expectations: SourceExpectations = {},
): readonly ContractCase[] {
  return casesOf(
    [...portRules, ...sourceItemRules, ...sourceFlowRules, ...pipelineRules],
    () => new SourceRig(make, expectations),
  )
}

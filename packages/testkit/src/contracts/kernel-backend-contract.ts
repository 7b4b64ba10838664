import type { KernelBackend } from '@patchcord/core'
import { type ContractCase, casesOf } from './contract-case.js'
import { chainRules } from './kernel-rules/chain-rules.js'
import { fileRules } from './kernel-rules/file-rules.js'
import { fusionRules } from './kernel-rules/fusion-rules.js'
import { type KernelBackendExpectations, KernelRig } from './kernel-rules/kernel-rig.js'
import { kernelRules } from './kernel-rules/kernel-rules.js'
import { pcmRules } from './kernel-rules/pcm-rules.js'

/**
 * What every {@link KernelBackend} must keep to: its kernels do what those of `jsBackend` do, bit
 * for bit, over random settings, formats, blocks, changes, jumps and samples of every sort. Where it
 * fuses, a chain does what its kernels do one by one, and a `pipeline()` what it does unfused. Where
 * it converts PCM, it does what `createPcmDecoder` and `createPcmEncoder` do. Where it runs from file
 * to file, a `pipeline()` does what it does item by item.
 *
 * @param backend - executes the kernels
 * @param expectations - what is known about it
 *
 * @example
 * ```ts
 * import { jsBackend } from '@patchcord/core'
 * import { kernelBackendContract } from '@patchcord/testkit/contracts'
 *
 * for (const { run } of kernelBackendContract(jsBackend, { rounds: 2 })) await run()
 * ```
 */
export function kernelBackendContract(
  backend: KernelBackend,
  expectations: KernelBackendExpectations = {},
): readonly ContractCase[] {
  const fused = backend.fuse === undefined ? [] : [...chainRules, ...fusionRules]
  const rules = [...kernelRules, ...fused, ...fileRules(backend), ...pcmRules(backend)]
  return casesOf(rules, () => new KernelRig(backend, expectations))
}

import type { PortOptions } from '@patchcord/core'
import { type Codec, type CodecExpectations, CodecRig } from './codec-rules/codec-rig.js'
import { codecRun } from './codec-rules/codec-run.js'
import { hostileBytes } from './codec-rules/hostile-bytes.js'
import { roundTripRules } from './codec-rules/round-trip.js'
import { type ContractCase, casesOf } from './contract-case.js'

/**
 * What an encoder and its decoder must keep to together. Each is a processor as well: give it to
 * `processorContract` too.
 *
 * @param make - makes a fresh pair
 * @param expectations - what is known about it
 *
 * @example
 * ```ts
 * import { pcmDecoder, pcmEncoder } from '@patchcord/core'
 * import { codecContract } from '@patchcord/testkit/contracts'
 *
 * const cases = codecContract((options) => ({
 *   encoder: pcmEncoder(options),
 *   decoder: pcmDecoder(options),
 * }))
 * for (const { run } of cases) await run()
 * ```
 */
export function codecContract(
  make: (options: PortOptions) => Codec | Promise<Codec>,
  expectations: CodecExpectations = {},
): readonly ContractCase[] {
  return casesOf(
    [...roundTripRules, ...hostileBytes, codecRun],
    () => new CodecRig(make, expectations),
  )
}

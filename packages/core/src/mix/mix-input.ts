import { invalidOption } from '../errors/option-checks.js'
import type { AudioProcessor } from '../ports/audio-processor.js'
import type { AudioSource } from '../ports/audio-source.js'
import { checkKinds, checkRoles } from '../pipeline/check-stages.js'
import { type Stage, stageOf } from '../pipeline/stage.js'

/** An input of `mix()` or `merge()`: a source, or a list of a source and processors. */
export type MixInput = AudioSource | readonly [AudioSource, ...AudioProcessor[]]

/** The stages of each input, checked. @internal */
export function inputStages(
  where: string,
  inputs: readonly MixInput[],
): readonly (readonly Stage[])[] {
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw invalidOption(`${where} inputs`, 'a list of at least one source', inputs)
  return (inputs as readonly MixInput[]).map((input) => {
    const stages = (
      Array.isArray(input)
        ? (input as readonly (AudioSource | AudioProcessor)[])
        : [input as AudioSource]
    ).map((port) => stageOf(port))
    checkRoles(stages)
    checkKinds(stages)
    if (stages.at(-1)?.role === 'sink')
      throw invalidOption(
        `an input of ${where}`,
        'a source, or a list of a source and processors, without a sink',
        stages.at(-1)?.port,
      )
    return stages
  })
}

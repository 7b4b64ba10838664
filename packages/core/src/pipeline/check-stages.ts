import { invalidOption } from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import type { ItemKind } from '../data/item.js'
import { type Stage, kindsOf } from './stage.js'

/** Throws where the stages are not a source, then processors, then at most one sink. @internal */
export function checkRoles(stages: readonly Stage[]): void {
  stages.forEach((stage, index) => {
    if (index === 0 && stage.role !== 'source')
      throw invalidOption('the first stage', 'a source', stage.port)
    if (index > 0 && stage.role === 'source') {
      throw invalidOption(
        `stage ${index + 1} (${stage.port.name})`,
        'a processor or the sink; a source comes first, use mix() to join several',
        stage.port,
      )
    }
    if (stage.role === 'sink' && index < stages.length - 1) {
      throw invalidOption(
        `stage ${index + 1} (${stage.port.name})`,
        'a processor; a sink comes last, use broadcast() to serve several',
        stage.port,
      )
    }
  })
}

/** Throws where a stage gives what the next one does not take. @internal */
export function checkKinds(stages: readonly Stage[]): void {
  stages.forEach((stage, index) => {
    const next = stages[index + 1]
    if (next === undefined) return
    const { emits } = kindsOf(stage)
    const { accepts } = kindsOf(next)
    if (
      emits === undefined ||
      emits === 'any' ||
      accepts === undefined ||
      accepts === 'any' ||
      emits === accepts
    )
      return
    throw misfit(stage, next, emits, accepts)
  })
}

function misfit(from: Stage, to: Stage, emits: ItemKind, accepts: ItemKind): PatchcordError {
  const names = { audio: 'AudioBuffer', packet: 'Packet' }
  const remedy =
    accepts === 'packet' ? 'an encoder such as pcmEncoder()' : 'a decoder such as pcmDecoder()'
  return new PatchcordError(
    'wrong-item',
    `${to.port.name} takes ${names[accepts]} items, and ${from.port.name} before it gives ${names[emits]}; put ${remedy} between them`,
    { details: { stage: to.port.name, expected: accepts, got: emits } },
  )
}

import { invalidOption } from '../errors/option-checks.js'
import { wrongItem } from '../ports/item-check.js'
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
    throw wrongItem(next.port.name, 'takes', accepts, stage.port.name)
  })
}

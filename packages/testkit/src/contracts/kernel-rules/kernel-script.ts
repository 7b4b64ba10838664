import type { KernelInstance, KernelSpec } from '@patchcord/core'
import type { Dice } from './dice.js'
import { fillNoise } from './random-items.js'

/** One call of a kernel. */
export type KernelStep =
  | { readonly call: 'startAt'; readonly position: number }
  | { readonly call: 'process'; readonly samples: Float32Array; readonly frameCount: number }
  | { readonly call: 'update'; readonly spec: KernelSpec }
  | { readonly call: 'flush' }

/** What a script is made of. */
export interface ScriptTraits {
  readonly changes?: readonly KernelSpec[]
  /** Flushes and begins elsewhere now and then. */
  readonly jumps?: boolean
  /** Puts samples among the noise that arithmetic can trip over. */
  readonly special?: readonly number[]
}

/** Samples that arithmetic can trip over. */
export const specialSamples: readonly number[] = [
  NaN,
  Infinity,
  -Infinity,
  -0,
  0,
  1,
  -1,
  1e-40,
  -1e-45,
  3.4e38,
  -3.4e38,
  1e-30,
]

/** A random sequence of calls, as a run would make them. */
export function randomScript(dice: Dice, channelCount: number, traits: ScriptTraits): KernelStep[] {
  const { changes = [], jumps = false, special = [] } = traits
  const steps: KernelStep[] = [{ call: 'startAt', position: dice.pick([0, 0, 12_345]) }]
  let changed = 0
  for (let block = dice.whole(1, 12); block > 0; block--) {
    const next = changes[changed]
    if (next !== undefined && dice.chance(0.5)) {
      changed++
      steps.push({ call: 'update', spec: next })
    }
    if (jumps && dice.chance(0.25))
      steps.push({ call: 'flush' }, { call: 'startAt', position: dice.whole(0, 1e6) })
    const frameCount = dice.chance(0.3) ? dice.whole(1, 8) : dice.whole(1, 1100)
    const samples = new Float32Array(channelCount * frameCount)
    if (!dice.chance(0.1)) fillNoise(samples, dice)
    for (let at = 0; at < samples.length && special.length > 0; at++)
      if (dice.chance(0.02)) samples[at] = dice.pick(special)
    steps.push({ call: 'process', samples, frameCount })
  }
  return [...steps, { call: 'flush' }]
}

/** What came of one call. */
export interface KernelTrace {
  readonly call: string
  readonly samples: Float32Array
  /** All else that it told. */
  readonly told: unknown
  /** It has written to what it was to read. */
  readonly spoiltInput: boolean
}

/** Executes a script; where that is possible in place, if asked. */
export function runScript(
  kernel: KernelInstance,
  steps: readonly KernelStep[],
  inPlace: boolean,
): KernelTrace[] {
  return steps.map((step) => {
    const done = runStep(kernel, step, inPlace)
    return { call: step.call, ...done, told: [done.told, kernel.takeReadings?.() ?? []] }
  })
}

function runStep(
  kernel: KernelInstance,
  step: KernelStep,
  inPlace: boolean,
): Omit<KernelTrace, 'call'> {
  const quiet = { samples: new Float32Array(0), spoiltInput: false }
  if (step.call === 'startAt') return { ...quiet, told: kernel.startAt(step.position) }
  if (step.call === 'update') return { ...quiet, told: kernel.update?.(step.spec) }
  const { channelCount } = kernel.output
  if (step.call === 'flush') {
    const samples = new Float32Array(kernel.tailFrames() * channelCount)
    kernel.flush(samples)
    return { samples, told: [samples.length, kernel.tailFrames()], spoiltInput: false }
  }
  const { frameCount } = step
  const input = step.samples.slice()
  const outFrames = kernel.outputFrames(frameCount)
  const shares = inPlace && kernel.inPlace && outFrames === frameCount
  // What is not written shows.
  const samples = shares ? input : new Float32Array(outFrames * channelCount).fill(7e7)
  kernel.process(input, frameCount, samples)
  const spoiltInput = !shares && input.some((value, at) => !Object.is(value, step.samples[at]))
  return { samples, told: outFrames, spoiltInput }
}

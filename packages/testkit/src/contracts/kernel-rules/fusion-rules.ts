import { inspect, isDeepStrictEqual } from 'node:util'
import { breach } from '../breach.js'
import type { Rule } from '../contract-case.js'
import { type ChainOutcome, ChainScenario } from './chain-scenario.js'
import type { KernelRig } from './kernel-rig.js'

/** A chain in a `pipeline()` does the same whether its kernels are fused or not. */
export const fusionRules: readonly Rule<KernelRig>[] = [
  {
    rule: 'fused',
    name: 'does in a fused pipeline() what it does unfused',
    check: async (rig) => {
      for (const seed of rig.seeds) {
        const apart = await new ChainScenario(seed, rig.backend, false).play()
        const fused = await new ChainScenario(seed, rig.backend, true).play()
        checkOutcomes(seed, apart, fused)
      }
    },
  },
]

function checkOutcomes(seed: number, apart: ChainOutcome, fused: ChainOutcome): void {
  for (const field of ['end', 'events', 'items', 'stages', 'shared', 'missing'] as const) {
    const [due, got] = [apart[field], fused[field]]
    if (isDeepStrictEqual(due, got)) continue
    const [at, dueHere, gotHere] = difference(due, got)
    breach(
      `seed ${seed}: ${field}${at} differ: ${inspect(gotHere, { depth: 6 })} when fused, ${inspect(dueHere, { depth: 6 })} when not`,
      gotHere,
      dueHere,
    )
  }
}

/** The way to the first thing that differs, and what is there. */
function difference(due: unknown, got: unknown): readonly [string, unknown, unknown] {
  const [before, now] = [entriesOf(due), entriesOf(got)]
  if (before === undefined || now === undefined) return ['', due, got]
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (isDeepStrictEqual(before[key], now[key])) continue
    const [way, dueHere, gotHere] = difference(before[key], now[key])
    return [`.${key}${way}`, dueHere, gotHere]
  }
  return ['', due, got]
}

function entriesOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined
}

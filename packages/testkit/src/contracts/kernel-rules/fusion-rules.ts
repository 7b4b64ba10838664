import type { Rule } from '../contract-case.js'
import { ChainScenario } from './chain-scenario.js'
import { checkSame } from './check-same.js'
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
        for (const field of ['end', 'events', 'items', 'stages', 'shared', 'missing'] as const)
          checkSame(`seed ${seed}: ${field}`, fused[field], apart[field], [
            'when fused',
            'when not',
          ])
      }
    },
  },
]

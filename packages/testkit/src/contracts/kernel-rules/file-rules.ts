import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KernelBackend } from '@patchcord/core'
import { mustEqual } from '../breach.js'
import type { Rule } from '../contract-case.js'
import { checkSame } from './check-same.js'
import { FileScenario } from './file-scenario.js'
import type { KernelRig } from './kernel-rig.js'

const rules: readonly Rule<KernelRig>[] = [
  {
    rule: 'whole-run',
    name: 'does from file to file what it does item by item',
    check: async (rig) => {
      const folder = await mkdtemp(join(tmpdir(), 'patchcord-contract-'))
      try {
        for (const seed of rig.seeds) {
          const streamed = await new FileScenario(seed, rig.backend, folder, false).play()
          const whole = await new FileScenario(seed, rig.backend, folder, true).play()
          mustEqual(whole.whole, true, `seed ${seed}: run as a whole`)
          for (const field of ['end', 'stages', 'file'] as const)
            checkSame(`seed ${seed}: ${field}`, whole[field], streamed[field], [
              'as a whole',
              'item by item',
            ])
        }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  },
]

/** What holds for runs from file to file, where a backend has them. */
export function fileRules(backend: KernelBackend): readonly Rule<KernelRig>[] {
  return backend.runFile === undefined ? [] : rules
}

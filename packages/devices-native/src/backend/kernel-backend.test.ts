import { kernelBackendContract } from '@patchcord/testkit/contracts'
import { describe, it } from 'vitest'
import { hasAddons } from './addons.test-support.js'
import { loadBackend } from './load-backend.js'

/** Noise of the suite is up to 1.5: the stated bound of 1e-6 for samples within 1, and a half. */
const resampleTolerance = 1.5e-6

describe.skipIf(!hasAddons)('the native backend, held to TypeScript (needs Rust)', () => {
  const cases = hasAddons
    ? kernelBackendContract(loadBackend(), { resampleTolerance, rounds: 20 })
    : []
  it.each(cases)('$rule: $name', ({ run }) => run())
})

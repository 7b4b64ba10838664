import { buildNative } from '../build-native.mjs'
import { runVitest } from '../run-vitest.mjs'
import { buildOnce } from '../set-up.mjs'

/**
 * Unit tests, contract suites and the tests of examples, benchmarks and scripts, with coverage.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  // Some tests use what is built; without it they are skipped, and the build has failed.
  await buildOnce().catch(() => {})
  await buildNative('Testing').catch(() => {})
  const { summary } = await runVitest(['--coverage'], { echo: process.stdout })
  return summary
}

import { runVitest } from '../run-vitest.mjs'

/**
 * Unit tests, contract suites and the tests of examples, benchmarks and scripts, with coverage.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  const { summary } = await runVitest(['--coverage'], { echo: process.stdout })
  return summary
}

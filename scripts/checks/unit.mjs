import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localProgram } from '../local-program.mjs'
import { cacheFolder } from '../root.mjs'
import { runCommand } from '../run-command.mjs'
import { summarizeVitest } from '../summarize-vitest.mjs'

/**
 * Unit tests, contract suites and the tests of examples, benchmarks and scripts, with coverage.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  const reportFile = join(cacheFolder, 'vitest.json')
  const { code } = await runCommand(
    process.execPath,
    [
      localProgram('vitest'),
      'run',
      '--coverage',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ],
    { echo: process.stdout },
  )
  return summarizeVitest(JSON.parse(readFileSync(reportFile, 'utf8')), code)
}

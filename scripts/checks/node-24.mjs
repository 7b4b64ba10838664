import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localProgram } from '../local-program.mjs'
import { node24 } from '../node-24.mjs'
import { cacheFolder } from '../root.mjs'
import { runCommand } from '../run-command.mjs'
import { summarizeVitest } from '../summarize-vitest.mjs'
import { workspacePackages } from '../workspace-packages.mjs'

/**
 * The tests of the packages once more on the next supported Node. It counts as one check: its
 * tests have been counted.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  const node = await node24()
  if (node === undefined) return { skips: ['Node 24 could not be fetched'] }
  const reportFile = join(cacheFolder, 'vitest-node-24.json')
  const names = [
    ...workspacePackages().map(({ folder }) => folder.split(/[/\\]/).at(-1)),
    'contracts',
  ]
  const { code, output } = await runCommand(node, [
    localProgram('vitest'),
    'run',
    ...names.flatMap((name) => ['--project', String(name)]),
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ])
  const { passed, failures } = summarizeVitest(JSON.parse(readFileSync(reportFile, 'utf8')), code)
  const { stdout: version } = await runCommand(node, ['--version'])
  const note = `${passed} tests passed on Node ${version.trim()}`
  if (failures.length === 0) return { note }
  process.stdout.write(output)
  return { failed: 1, failures, note }
}

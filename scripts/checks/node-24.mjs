import { node24 } from '../node-24.mjs'
import { runCommand } from '../run-command.mjs'
import { runVitest } from '../run-vitest.mjs'
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
  const projects = [
    ...workspacePackages().map(({ folder }) => folder.split(/[/\\]/).at(-1)),
    'contracts',
  ]
  const args = projects.map((name) => `--project=${name}`)
  const { summary, output } = await runVitest(args, { node })
  const { stdout: version } = await runCommand(node, ['--version'])
  const note = `${summary.passed} tests passed on Node ${version.trim()}`
  if (summary.failures.length === 0) return { note }
  process.stdout.write(output)
  return { failed: 1, failures: summary.failures, note }
}

import { join, relative } from 'node:path'
import { eachAtOnce } from '../each-at-once.mjs'
import { exampleSources } from '../example-sources.mjs'
import { inTemporaryFolder } from '../in-temporary-folder.mjs'
import { root } from '../root.mjs'
import { runCommand } from '../run-command.mjs'
import { buildOnce } from '../set-up.mjs'

const timeoutMs = 120_000

/**
 * Runs every example, which asserts what it shows: `examples/NAME.ts` and `examples/NAME/main.ts`,
 * each in a folder of its own.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  await buildOnce()
  const folder = join(root, 'examples')
  const sources = exampleSources().map((file) => relative(folder, file).replaceAll('\\', '/'))
  if (sources.length === 0) return { failures: ['there is no example'] }
  const outcomes = await eachAtOnce(sources, 2, (name) =>
    inTemporaryFolder(async (cwd) => {
      const program = join(folder, 'dist', name.replace(/\.ts$/, '.js'))
      const { code, output } = await runCommand(process.execPath, [program], { cwd, timeoutMs })
      if (code === 0) return undefined
      process.stdout.write(`--- examples/${name}\n${output}\n`)
      return `examples/${name} ended with exit code ${code}`
    }),
  )
  return {
    failures: outcomes.filter((outcome) => outcome !== undefined),
    note: `${sources.length} examples`,
  }
}

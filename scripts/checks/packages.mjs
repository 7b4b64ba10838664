import { basename } from 'node:path'
import { inTemporaryFolder } from '../in-temporary-folder.mjs'
import { installTarballs, typeCheckConsumer, useAtRunTime } from '../consumer-project.mjs'
import { localProgram } from '../local-program.mjs'
import { packPackages } from '../pack-packages.mjs'
import { runCommand } from '../run-command.mjs'
import { buildOnce } from '../set-up.mjs'

/**
 * The tarballs as a user gets them: publint and are-the-types-wrong find nothing, and they work
 * when installed in an empty project, by `import`, by `require()` and in TypeScript.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  await buildOnce()
  const tarballs = await packPackages()
  /** @type {string[]} */
  const failures = []
  /** @param {string} what @param {{ code: number, output: string }} result */
  const expectSuccess = (what, { code, output }) => {
    if (code === 0) return
    process.stdout.write(`--- ${what}\n${output}\n`)
    failures.push(`${what} ended with exit code ${code}`)
  }
  for (const tarball of tarballs) {
    const name = basename(tarball)
    const publint = [localProgram('publint'), 'run', tarball, '--strict']
    expectSuccess(`publint ${name}`, await runCommand(process.execPath, publint))
    const attw = [localProgram('@arethetypeswrong/cli', 'attw'), tarball, '--profile', 'esm-only']
    expectSuccess(`attw ${name}`, await runCommand(process.execPath, attw))
  }
  await inTemporaryFolder(async (folder) => {
    expectSuccess('npm install of the tarballs', await installTarballs(folder, tarballs))
    for (const [what, result] of await useAtRunTime(folder)) expectSuccess(what, result)
    for (const [what, result] of await typeCheckConsumer(folder)) expectSuccess(what, result)
  })
  return { failures, note: `${tarballs.length} tarballs` }
}

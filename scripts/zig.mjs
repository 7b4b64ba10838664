import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheFolder } from './root.mjs'
import { runCommand } from './run-command.mjs'

/** Python packages that bring a linker for any Linux, with the symbols of any glibc. */
const packages = ['ziglang==0.17.1', 'cargo-zigbuild==0.24.0']

/**
 * The environment in which `cargo-zigbuild` can be run; fetched on demand, as Python packages.
 *
 * @returns {Promise<{ env?: NodeJS.ProcessEnv, reason?: string }>} why it is not there, in one line
 */
export async function zigEnvironment() {
  const folder = join(cacheFolder, `zig-${packages.map((name) => name.split('==')[1]).join('-')}`)
  const programs = join(folder, 'bin')
  if (!existsSync(join(programs, 'cargo-zigbuild'))) {
    const reason = await fetchZig(folder)
    if (reason !== undefined) return { reason }
  }
  return { env: { PATH: `${programs}${delimiter}${process.env.PATH}` } }
}

/** @param {string} folder @returns {Promise<string | undefined>} */
async function fetchZig(folder) {
  const failed = { code: 1 }
  const venv = await runCommand('python3', ['-m', 'venv', folder]).catch(() => failed)
  if (venv.code !== 0) return 'zig is fetched with Python, of which there is no python3-venv'
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]
  const { code } = await runCommand(join(folder, 'bin', 'python3'), pip)
  return code === 0 ? undefined : 'zig could not be fetched'
}

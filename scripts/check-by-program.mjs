import { localProgram } from './local-program.mjs'
import { runCommand } from './run-command.mjs'

/**
 * A check that is one run of an installed program: exit code 0 passes. What it printed is shown
 * only when it fails.
 *
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.command] default: the package's name
 * @param {string} [options.hint] what a developer can do about a failure
 * @returns {import('./run-checks.mjs').Check}
 */
export function checkByProgram(packageName, args, { command, hint } = {}) {
  return async () => {
    const program = localProgram(packageName, command)
    const { code, output } = await runCommand(process.execPath, [program, ...args])
    if (code === 0) return {}
    process.stdout.write(output)
    return { failures: [hint ?? `${command ?? packageName} ended with exit code ${code}`] }
  }
}

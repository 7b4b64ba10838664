import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { endWithThisProcess, killGroup, ownGroup } from './process-groups.mjs'
import { root } from './root.mjs'

/**
 * @typedef {object} CommandResult
 * @property {number} code exit code; 128 + n after signal n, 124 after a limit
 * @property {string} output standard output and standard error, as they came
 * @property {string} stdout standard output alone
 */

/**
 * Runs a program to its end and keeps what it printed. Whatever it has started ends with it when
 * it passes a limit, and when this process is interrupted.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd] default: the top folder
 * @param {NodeJS.ProcessEnv} [options.env] added to the environment
 * @param {NodeJS.WritableStream} [options.echo] where output is shown as it comes
 * @param {number} [options.timeoutMs] how long it may run; default: without limit
 * @param {number} [options.quietMs] how long it may print nothing; default: without limit
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, options = {}) {
  const { cwd = root, env = {}, echo, timeoutMs, quietMs } = options
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...plainEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
      ...ownGroup,
    })
    endWithThisProcess(child)
    let output = ''
    let stdout = ''
    /** @type {string | undefined} */
    let stopped
    const stopAfter = (/** @type {number | undefined} */ ms, /** @type {string} */ what) =>
      ms === undefined
        ? undefined
        : setTimeout(() => {
            stopped = `\nstopped after ${ms} ms ${what}\n`
            killGroup(child)
          }, ms)
    const timer = stopAfter(timeoutMs, 'of running')
    const quietTimer = stopAfter(quietMs, 'without a word')
    const hear = (/** @type {string} */ text) => {
      output += text
      echo?.write(text)
      quietTimer?.refresh()
    }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      hear(text)
    })
    child.stderr.setEncoding('utf8').on('data', hear)
    const settle = (/** @type {() => void} */ action) => {
      clearTimeout(timer)
      clearTimeout(quietTimer)
      action()
    }
    child.on('error', (error) => settle(() => reject(error)))
    child.on('close', (code, signal) =>
      settle(() =>
        resolve({
          code: stopped === undefined ? exitCodeOf(code, signal) : 124,
          output: output + (stopped ?? ''),
          stdout,
        }),
      ),
    )
  })
}

/**
 * The exit code a shell would report.
 *
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal === null ? 0 : (constants.signals[signal] ?? 0))
}

/**
 * The environment without what npm tells its scripts about themselves: a nested npm or pnpm would
 * take it for its own settings.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function plainEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_(json|local_prefix)|lifecycle_|package_|command$)/i.test(name),
    ),
  )
}

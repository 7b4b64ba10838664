import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './root.mjs'

/**
 * @typedef {object} CommandResult
 * @property {number} code exit code; 128 + n after signal n, 124 after the time limit
 * @property {string} output standard output and standard error, as they came
 * @property {string} stdout standard output alone
 */

/**
 * Runs a program to its end and keeps what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd] default: the top folder
 * @param {NodeJS.ProcessEnv} [options.env] added to the environment
 * @param {NodeJS.WritableStream} [options.echo] where output is shown as it comes
 * @param {number} [options.timeoutMs] default: none
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { cwd = root, env = {}, echo, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...plainEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
    })
    let output = ''
    let stdout = ''
    let timedOut = false
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            child.kill('SIGKILL')
          }, timeoutMs)
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      output += text
      echo?.write(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text
      echo?.write(text)
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (timedOut) output += `\nstopped after ${timeoutMs} ms\n`
      resolve({ code: timedOut ? 124 : exitCodeOf(code, signal), output, stdout })
    })
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

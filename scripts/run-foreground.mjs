import { spawn } from 'node:child_process'
import { exitCodeOf } from './run-command.mjs'

/** @type {readonly NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Ctrl-C arrives twice within milliseconds: from the terminal, and again from npm. */
const sameSignalMs = 300

/**
 * Runs a program on this process's input and output and waits for its end. A signal reaches it
 * once, however many times it reached this process: the program is taken out of the terminal's
 * process group and gets what is forwarded from here.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit code; 128 + n after signal n
 */
export function runForeground(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      detached: process.platform !== 'win32',
    })
    /** @type {Map<NodeJS.Signals, number>} */
    const lastAt = new Map()
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      const now = performance.now()
      const last = lastAt.get(signal)
      lastAt.set(signal, now)
      if (last === undefined || now - last > sameSignalMs) child.kill(signal)
    }
    for (const signal of forwarded) process.on(signal, forward)
    const settle = (/** @type {() => void} */ action) => {
      for (const signal of forwarded) process.off(signal, forward)
      action()
    }
    child.on('error', (error) => settle(() => reject(error)))
    child.on('close', (code, signal) => settle(() => resolve(exitCodeOf(code, signal))))
  })
}

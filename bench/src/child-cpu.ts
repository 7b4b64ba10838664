import { spawn } from 'node:child_process'

/**
 * Runs a program and returns the processor time, user and system, that it and its children took.
 * Needs bash. For peers that are programs, such as `sox`.
 *
 * @throws Error if it ends with another exit code than 0; holds what it said
 */
export function childCpuMs(command: string, args: readonly string[]): Promise<number> {
  // bash prints the times of its children after them, to the fourth descriptor.
  const script = '"$@" >&2; code=$?; times >&3; exit $code'
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script, 'bash', command, ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    })
    let said = ''
    let times = ''
    child.stdio[2]?.on('data', (text: Buffer) => (said += text.toString()))
    child.stdio[3]?.on('data', (text: Buffer) => (times += text.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(childrenMs(times))
      else reject(new Error(`${command} ended with exit code ${code}: ${said.trim()}`))
    })
  })
}

/** Reads the second line of bash's `times`: `0m1.204s 0m0.016s`. */
function childrenMs(times: string): number {
  const [, line = ''] = times.split('\n')
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  )
}

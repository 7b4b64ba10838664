import { spawn } from 'node:child_process'

/**
 * Runs a program and returns what it wrote to standard error. It is started by bash, which is
 * small: what Linux counts as the most memory that a process held begins with what its parent held.
 *
 * @throws Error if it ends with another exit code than 0
 */
export function childSays(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', '"$@"; exit $?', 'bash', command, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (text: Buffer) => (said += text.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(said)
      else reject(new Error(`${command} ended with exit code ${code}: ${said.trim()}`))
    })
  })
}

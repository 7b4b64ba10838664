import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Runs a program of ours with Node and returns the JSON document that it prints.
 *
 * @param nodeOptions what Node itself is told, such as `--expose-gc`
 * @throws Error if it ends with another exit code than 0
 */
export async function childJson<T>(
  program: string,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<T> {
  const { stdout } = await run(process.execPath, [...nodeOptions, program, ...args], {
    maxBuffer: 2 ** 26,
  })
  return JSON.parse(stdout) as T
}

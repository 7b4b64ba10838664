import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasProgram } from './has-program.js'

/** Where the peers in C are: seen from the sources, as the tests run, and from what is built. */
export const peersFolder = ['../peers/', '../../peers/']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path)) as string

/**
 * Compiles a program in C with the libraries it needs.
 *
 * @param source path of the `.c` file
 * @param libraries as pkg-config knows them
 * @param folder where the program goes
 * @returns the program's path; `undefined` where a library or the compiler is not installed
 * @throws Error if they are, and it does not compile
 */
export function compilePeer(
  source: string,
  libraries: readonly string[],
  folder: string,
): string | undefined {
  const flags = compilerFlags(libraries)
  if (flags === undefined || !hasProgram('cc')) return undefined
  const program = join(folder, basename(source, '.c'))
  const args = ['-O3', '-Wall', '-o', program, source, ...flags, '-lm']
  const { status, stderr } = spawnSync('cc', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${source} does not compile: ${stderr.trim()}`)
  return program
}

function compilerFlags(libraries: readonly string[]): readonly string[] | undefined {
  if (libraries.length === 0) return []
  if (!hasProgram('pkg-config')) return undefined
  const found = spawnSync('pkg-config', ['--cflags', '--libs', ...libraries], { encoding: 'utf8' })
  return found.status === 0 ? found.stdout.trim().split(/\s+/) : undefined
}

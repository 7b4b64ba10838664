import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './root.mjs'
import { runCommand } from './run-command.mjs'

/**
 * The path of a Node 24 for this platform. It is an npm package that carries the binary; it is
 * fetched once into the cache folder, so that nobody who only installs the project downloads it.
 *
 * @returns {Promise<string | undefined>} absent if it could not be fetched
 */
export async function node24() {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(cacheFolder, 'node-24')
  const binary = join(folder, 'node_modules', name, 'bin', 'node')
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    process.stdout.write('    fetching Node 24 (once) ...\n')
    const { code, output } = await runCommand('npm', [
      'install',
      `${name}@24`,
      `--prefix=${folder}`,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ])
    if (code !== 0) process.stdout.write(output)
  }
  return existsSync(binary) ? binary : undefined
}

import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runPnpm } from './package-manager.mjs'
import { cacheFolder } from './root.mjs'

/**
 * Packs every package as it would be published.
 *
 * @returns {Promise<string[]>} the tarballs, absolute
 */
export async function packPackages() {
  const folder = join(cacheFolder, 'tarballs')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { code, output } = await runPnpm([
    '--recursive',
    '--filter=./packages/*',
    'pack',
    `--pack-destination=${folder}`,
  ])
  if (code !== 0) throw new Error(`pnpm pack failed:\n${output}`)
  return readdirSync(folder).map((name) => join(folder, name))
}

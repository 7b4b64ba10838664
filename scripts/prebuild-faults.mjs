import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { binarySystem } from './binary-system.mjs'
import { elfFileFaults } from './elf-faults.mjs'
import { prebuildTargets } from './prebuild-targets.mjs'

/** Beside the binaries: the notices of the Rust standard library that is in them. */
export const standardLibraryNotices = 'rust-standard-library.html'

/**
 * Why what stands in a `prebuilds` folder cannot be published.
 *
 * @param {string} folder
 * @returns {Promise<string[]>} nothing where every system has its binary, made for it
 */
export async function prebuildFaults(folder) {
  const faults = await Promise.all(
    Object.entries(prebuildTargets).map(async ([name, target]) => {
      const path = join(folder, target.folder, target.file)
      return (await faultsOf(path, target)).map((fault) => `${name}: ${path} ${fault}`)
    }),
  )
  const notices = join(folder, standardLibraryNotices)
  return [...faults.flat(), ...(existsSync(notices) ? [] : [`${notices} is missing`])]
}

/**
 * @param {string} path
 * @param {import('./prebuild-targets.mjs').PrebuildTarget} target
 * @returns {Promise<string[]>}
 */
async function faultsOf(path, { folder, glibc }) {
  if (!existsSync(path)) return ['is missing']
  const system = binarySystem(readFileSync(path))
  if (system !== folder) return [`is made for ${system ?? 'no system that is known'}`]
  return folder.startsWith('linux-') ? elfFileFaults(path, glibc ?? 'musl') : []
}

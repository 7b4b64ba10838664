import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

const ignoredFolders = new Set(['dist', 'node_modules'])

/**
 * Every TypeScript file of a private package but its tests, as rollup input: path without
 * extension to file.
 *
 * @param {string} folder
 * @returns {Record<string, string>}
 */
export function sourceEntries(folder) {
  /** @type {Record<string, string>} */
  const input = {}
  for (const item of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(item.parentPath, item.name)
    const name = relative(folder, path).replaceAll('\\', '/')
    if (ignoredFolders.has(name.split('/')[0] ?? '')) continue
    if (item.isFile() && /\.ts$/.test(name) && !/(\.test|\.test-d|\.d)\.ts$/.test(name)) {
      input[name.slice(0, -3)] = path
    }
  }
  return input
}

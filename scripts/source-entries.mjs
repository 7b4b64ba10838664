import { relative } from 'node:path'
import { filesBelow } from './content-stamp.mjs'

/**
 * Every TypeScript file of a private package but its tests, as rollup input: path without
 * extension to file.
 *
 * @param {string} folder
 * @returns {Record<string, string>}
 */
export function sourceEntries(folder) {
  const files = filesBelow(
    folder,
    (name) => name.endsWith('.ts') && !/\.(test|test-d|d)\.ts$/.test(name),
  )
  return Object.fromEntries(
    files.map((file) => [relative(folder, file).replaceAll('\\', '/').slice(0, -3), file]),
  )
}

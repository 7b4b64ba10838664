import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './root.mjs'

/**
 * The JavaScript file behind a command of a development dependency, to be run with
 * `process.execPath`: quicker than npx, and the same on every platform.
 *
 * @param {string} packageName such as `typescript`
 * @param {string} [command] such as `tsc`; default: the name of the package
 * @returns {string}
 */
export function localProgram(packageName, command = packageName) {
  const manifestPath = join(root, 'node_modules', packageName, 'package.json')
  const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8'))
  const file = typeof bin === 'string' ? bin : bin[command]
  return createRequire(import.meta.url).resolve(join(dirname(manifestPath), file))
}

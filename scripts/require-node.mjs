import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/**
 * Says in one line that this Node is too old, rather than fail somewhere on the way.
 *
 * @param {string} [version] default: this process's
 * @throws Error that names both versions
 */
export function requireNode(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const floor = /^>=(\d+)\.(\d+)$/.exec(engines.node)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [floorMajor, floorMinor] = [Number(floor?.[1]), Number(floor?.[2])]
  if (major > floorMajor || (major === floorMajor && minor >= floorMinor)) return
  throw new Error(`Node ${floorMajor}.${floorMinor} or later is needed, this is ${version}`)
}

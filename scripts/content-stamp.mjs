import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * One hash over the names and contents of files. A few hundred source files take milliseconds, so
 * contents are read rather than dates trusted.
 *
 * @param {string} base names are taken relative to it
 * @param {readonly string[]} files absolute
 * @returns {string}
 */
export function hashFiles(base, files) {
  const hash = createHash('sha256')
  for (const file of files.toSorted()) {
    const content = readFileSync(file)
    hash.update(`${relative(base, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * All files below a folder but installed and built ones; none if there is no such folder.
 *
 * @param {string} folder
 * @param {(name: string) => boolean} [accept] gets the path relative to the folder, with slashes
 * @returns {string[]}
 */
export function filesBelow(folder, accept = () => true) {
  /** @param {string} path @returns {string[]} */
  const walk = (path) =>
    readdirSync(path, { withFileTypes: true }).flatMap((item) => {
      const child = join(path, item.name)
      if (item.isDirectory()) return isForeign(item.name) ? [] : walk(child)
      return accept(relative(folder, child).replaceAll('\\', '/')) ? [child] : []
    })
  return existsSync(folder) ? walk(folder) : []
}

/** @param {string} name of a folder */
function isForeign(name) {
  return name === 'node_modules' || name === 'dist' || name === 'target' || name.startsWith('.')
}

/**
 * Does work only if it has not been done for these contents.
 *
 * @param {string} stampFile
 * @param {string} hash
 * @param {() => Promise<unknown>} work gives `false` where it could not be done
 * @returns {Promise<boolean>} whether it was done now
 */
export async function unlessStamped(stampFile, hash, work) {
  if (readStamp(stampFile) === hash) return false
  if ((await work()) === false) return false
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, hash)
  return true
}

/** @param {string} stampFile */
function readStamp(stampFile) {
  try {
    return readFileSync(stampFile, 'utf8')
  } catch {
    return undefined
  }
}

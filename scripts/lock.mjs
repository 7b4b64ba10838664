import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder } from './root.mjs'

/**
 * Does work while no other process of this checkout does work under the same name: two terminals
 * must not build into one folder at a time. The lock of a process that has died is taken over.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {string} [folder] default: the cache folder
 * @returns {Promise<T>}
 */
export async function withLock(name, work, folder = cacheFolder) {
  const file = join(folder, `${name}.lock`)
  mkdirSync(folder, { recursive: true })
  for (let tries = 0; !tryLock(file); tries++) {
    if (tries === 10)
      process.stderr.write(`patchcord: waiting for process ${ownerOf(file)}: ${name}\n`)
    await sleep(100)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** @param {string} file */
function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
  }
  if (!isAlive(ownerOf(file))) rmSync(file, { force: true })
  return false
}

/** @param {string} file */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return Number.NaN
  }
}

/** @param {number} pid NaN: the owner has just gone, or has not written its number yet */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

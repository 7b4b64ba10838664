import type { Stats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { attempt, ioError, notRegular } from './file-error.js'

/**
 * The path of the file that is to be made or replaced: behind a link, the file that it leads to.
 * Folders, pipes and devices are refused, and files that are there unless they may be replaced.
 *
 * @internal
 */
export async function replacedFile(
  path: string,
  overwrite: boolean,
): Promise<{ target: string; present: boolean }> {
  const stats = await statIfPresent(path)
  if (stats === undefined) return { target: path, present: false }
  if (!stats.isFile()) throw notRegular(path, stats.isDirectory())
  if (!overwrite) {
    throw ioError(path, 'created', Object.assign(new Error('it exists'), { code: 'EEXIST' }))
  }
  return { target: await attempt(path, 'replaced', () => realpath(path)), present: true }
}

async function statIfPresent(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw ioError(path, 'opened', error)
  }
}

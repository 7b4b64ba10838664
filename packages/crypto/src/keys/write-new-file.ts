import { open, rm } from 'node:fs/promises'
import { PatchcordError } from '@patchcord/core'
import { systemErrorCode } from './system-error-code.js'

/** Who may read and write a file. */
export interface NewFileOptions {
  /** What the error calls its content. */
  readonly what: string
  /** Its mode, whatever the process's mask; without one the mask decides. */
  readonly mode?: number
}

/**
 * Writes a text file that must not be there yet. One that could not be written to its end is
 * removed again.
 *
 * @throws PatchcordError (rejects) `io-failed`
 * @internal
 */
export async function writeNewFile(
  path: string,
  text: string,
  { what, mode }: NewFileOptions,
): Promise<void> {
  try {
    const file = await open(path, 'wx', mode)
    let isWhole = false
    try {
      // The mask can only have taken rights away; a file system may have added some.
      if (mode !== undefined) await file.chmod(mode)
      await file.writeFile(text)
      await file.datasync()
      isWhole = true
    } finally {
      await file.close()
      if (!isWhole) await rm(path, { force: true })
    }
  } catch (error) {
    const code = systemErrorCode(error)
    const reason = code === 'EEXIST' ? 'it is there already, and a key is never overwritten' : code
    throw new PatchcordError('io-failed', `${what} could not be written to ${path}: ${reason}`, {
      details: { path },
      cause: error,
    })
  }
}

import type { Stats } from 'node:fs'
import { type FileHandle, mkdir, open, realpath, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { PatchcordError } from '../errors/patchcord-error.js'
import { fileUnsupported, ioError } from './file-error.js'
import { recordingName } from './recording-name.js'

/** Recordings of one second in one folder before something must be wrong. */
const maxAttempts = 1000

/** A file that was made for writing. @internal */
export interface CreatedFile {
  readonly path: string
  readonly file: FileHandle
}

/** How a file is to be made. @internal */
export interface CreateWavFileOptions {
  /** Whether a file of the same name may be replaced. */
  readonly overwrite: boolean
  /** The time for the names of recordings, in milliseconds of the Unix epoch. */
  readonly nowMs: number
}

/**
 * Makes a new file at a path, or one with a name of its own in a folder (an existing one, or a
 * path that ends in a slash). An existing file is replaced and not overwritten: whoever is reading
 * the old one, this very run perhaps, reads on undisturbed.
 *
 * @internal
 */
export async function createWavFile(
  path: string,
  options: CreateWavFileOptions,
): Promise<CreatedFile> {
  const present = await statIfPresent(path)
  if (present?.isDirectory() === true) return createRecording(path, options.nowMs)
  if (present === undefined && /[/\\]$/.test(path)) {
    await attempt(path, 'created', () => mkdir(path, { recursive: true }))
    return createRecording(path, options.nowMs)
  }
  if (present !== undefined && !present.isFile()) {
    throw fileUnsupported(
      path,
      'it is a pipe or device and a WAV file must be seekable; use pcmSink',
    )
  }
  const target =
    present === undefined ? path : await attempt(path, 'replaced', () => realpath(path))
  if (present !== undefined && options.overwrite)
    await attempt(path, 'replaced', () => unlink(target))
  return { path, file: await attempt(path, 'created', () => open(target, 'wx')) }
}

async function createRecording(folder: string, nowMs: number): Promise<CreatedFile> {
  for (let count = 1; count <= maxAttempts; count++) {
    const path = join(folder, recordingName(nowMs, count))
    try {
      return { path, file: await open(path, 'wx') }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw ioError(path, 'created', error)
    }
  }
  throw new PatchcordError(
    'io-failed',
    `${folder} holds ${maxAttempts} recordings of this second already; use another folder`,
    {
      details: { path: folder },
    },
  )
}

async function statIfPresent(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw ioError(path, 'opened', error)
  }
}

async function attempt<Result>(
  path: string,
  action: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw ioError(path, action, error)
  }
}

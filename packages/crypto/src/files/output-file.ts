import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { attempt, ioError } from './file-error.js'
import { replacedFile } from './replaced-file.js'
import { writePieces } from './write-pieces.js'

/** How an output is made. @internal */
export interface OutputFileOptions {
  /** Whether a file that is there may be replaced. */
  readonly overwrite: boolean
  /** The permissions of the new file, before the process's mask. */
  readonly mode: number
}

/**
 * A file that appears under its name when it is complete. Until then it has another, in the same
 * folder; a file that is replaced can be read to the last moment, and be the input itself.
 *
 * @internal
 */
export class OutputFile {
  private size = 0

  private constructor(
    private readonly path: string,
    private readonly target: string,
    private readonly partial: string,
    private readonly file: FileHandle,
    private readonly overwrite: boolean,
  ) {}

  static async create(path: string, options: OutputFileOptions): Promise<OutputFile> {
    const { target } = await replacedFile(path, options.overwrite)
    const name = `.patchcord-${randomBytes(8).toString('hex')}.partial`
    const partial = join(dirname(target), name)
    const file = await attempt(path, 'created', () => open(partial, 'wx', options.mode))
    return new OutputFile(path, target, partial, file, options.overwrite)
  }

  /** Bytes so far. */
  get bytesWritten(): number {
    return this.size
  }

  async append(pieces: readonly Uint8Array[]): Promise<void> {
    await attempt(this.path, 'written', () => writePieces(this.file, pieces, this.size))
    for (const { length } of pieces) this.size += length
  }

  /** Gives the file its name, once the disk has all of it. */
  async commit(): Promise<void> {
    await attempt(this.path, 'written', () => this.file.datasync())
    await attempt(this.path, 'written', () => this.file.close())
    // Of all system calls this one alone refuses, on every system, a name that is taken.
    if (!this.overwrite)
      await attempt(this.path, 'created', async () => (await open(this.target, 'wx')).close())
    try {
      await rename(this.partial, this.target)
    } catch (error) {
      if (!this.overwrite) await unlink(this.target).catch(() => undefined)
      throw ioError(this.path, 'created', error)
    }
  }

  /** Removes what was written. Never rejects: there is another error to tell. */
  async discard(): Promise<void> {
    await this.file.close().catch(() => undefined)
    await unlink(this.partial).catch(() => undefined)
  }
}

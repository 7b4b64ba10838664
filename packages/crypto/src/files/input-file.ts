import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { PatchcordError } from '@patchcord/core'
import { attempt, notRegular } from './file-error.js'

/** What is used of Node's `FileHandle` for reading. @internal */
export type ReadableFile = Pick<FileHandle, 'read' | 'close'>

// Without O_NONBLOCK, opening a FIFO would wait for its writer. Windows has neither.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** A regular file that is open for reading. @internal */
export class InputFile {
  /** @param byteLength - its size when it was opened; what is appended later does not count */
  constructor(
    readonly path: string,
    readonly byteLength: number,
    /** Its permissions, as in `chmod`. */
    readonly mode: number,
    private readonly file: ReadableFile,
  ) {}

  /** Opens it; folders, pipes and devices are refused. */
  static async open(path: string): Promise<InputFile> {
    const file = await attempt(path, 'opened', () => open(path, openFlags))
    try {
      const stats = await attempt(path, 'opened', () => file.stat())
      if (!stats.isFile()) throw notRegular(path, stats.isDirectory())
      return new InputFile(path, stats.size, stats.mode & 0o777, file)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Fills the target from a position; both lie within the file as it was opened. */
  async read(target: Uint8Array, position: number): Promise<void> {
    for (let filled = 0; filled < target.length;) {
      const { bytesRead } = await attempt(this.path, 'read', () =>
        this.file.read(target, filled, target.length - filled, position + filled),
      )
      if (bytesRead === 0) throw this.shrunk(position + filled)
      filled += bytesRead
    }
  }

  close(): Promise<void> {
    return this.file.close()
  }

  private shrunk(byteLength: number): PatchcordError {
    const { path } = this
    return new PatchcordError(
      'io-failed',
      `${path} became shorter while it was read: it ended at byte ${byteLength} of ${this.byteLength}. ` +
        'Do not write to a file that is being read',
      { details: { path, byteLength, expectedBytes: this.byteLength } },
    )
  }
}

import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { ByteReader } from './byte-reader.js'
import { fileUnsupported, ioError } from './file-error.js'

/** What is used of Node's `FileHandle` for reading. @internal */
export type ReadableFile = Pick<FileHandle, 'read' | 'stat' | 'close' | 'fd'>

// Without O_NONBLOCK, opening a FIFO would wait for its writer. Windows has neither.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Reads from an open file of a known size. @internal */
export class FileReader implements ByteReader {
  constructor(
    readonly path: string,
    readonly byteLength: number,
    private readonly file: ReadableFile,
  ) {}

  get fd(): number {
    return this.file.fd
  }

  /** Its size now, in bytes. */
  async byteLengthNow(): Promise<number> {
    try {
      return (await this.file.stat()).size
    } catch (error) {
      throw ioError(this.path, 'read', error)
    }
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    let filled = 0
    try {
      while (filled < target.length) {
        const { bytesRead } = await this.file.read(
          target,
          filled,
          target.length - filled,
          position + filled,
        )
        if (bytesRead === 0) break
        filled += bytesRead
      }
    } catch (error) {
      throw ioError(this.path, 'read', error)
    }
    return filled
  }

  close(): Promise<void> {
    return this.file.close()
  }
}

/** Opens a regular file for reading; folders, pipes and devices are refused. @internal */
export async function openFileReader(path: string): Promise<FileReader> {
  let file: FileHandle
  try {
    file = await open(path, openFlags)
  } catch (error) {
    throw ioError(path, 'opened', error)
  }
  const stats = await file.stat()
  if (!stats.isFile()) {
    await file.close()
    const what = stats.isDirectory()
      ? 'a folder; name a file in it'
      : 'a pipe or device; use pcmSource for a stream of samples'
    throw fileUnsupported(path, `it is ${what}`)
  }
  return new FileReader(path, stats.size, file)
}

import type { FileHandle } from 'node:fs/promises'
import { PatchcordError } from '../errors/patchcord-error.js'
import { encodeWavHeader } from './encode-wav-header.js'
import { ioError } from './file-error.js'
import type { WavHeaderLayout } from './wav-header-layout.js'

/** What is used of Node's `FileHandle` for writing. @internal */
export type WritableFile = Pick<FileHandle, 'write' | 'truncate' | 'datasync' | 'close'>

/** What a {@link WavFileBody} is made of. @internal */
export interface WavFileBodyInit {
  readonly path: string
  readonly file: WritableFile
  readonly layout: WavHeaderLayout
  /** Whether a commit waits until the disk has it. */
  readonly synced: boolean
  /** From the next byte on the file is RF64; lowered by tests. */
  readonly largestRiffBytes?: number
}

/**
 * A WAV file that grows and is valid at any moment. Samples are written behind what the header
 * accounts for, and only then the header is brought up to date, in one small write: whenever the
 * process dies, the file holds what the last commit said. Calls must not overlap.
 *
 * @internal
 */
export class WavFileBody {
  private dataBytes = 0
  private committedBytes = 0

  constructor(private readonly init: WavFileBodyInit) {}

  get layout(): WavHeaderLayout {
    return this.init.layout
  }

  /** Whole frames in the file. */
  get framesWritten(): number {
    return this.dataBytes / this.init.layout.bytesPerFrame
  }

  /** Size of the file. */
  get bytesWritten(): number {
    return this.init.layout.dataOffset + this.dataBytes + (this.dataBytes % 2)
  }

  /** Bytes of samples that the header does not account for yet. */
  get uncommittedBytes(): number {
    return this.dataBytes - this.committedBytes
  }

  /** Writes the header of an empty file. */
  async start(): Promise<void> {
    try {
      await this.writeHeader()
    } catch (error) {
      throw ioError(this.init.path, 'written', error)
    }
  }

  /** Counts samples that somebody else has written: whole frames, from the first of the file on. */
  grow(dataBytes: number): void {
    this.dataBytes = dataBytes
  }

  /** Writes whole frames after those that are there. */
  async append(bytes: Uint8Array): Promise<void> {
    const progress = { written: 0 }
    try {
      await this.writeAll(bytes, this.init.layout.dataOffset + this.dataBytes, progress)
    } catch (error) {
      throw await this.salvage(error, this.dataBytes + progress.written)
    }
    this.dataBytes += bytes.length
  }

  /** Brings the header up to date. */
  async commit(): Promise<void> {
    try {
      await this.commitOrThrow()
    } catch (error) {
      throw await this.salvage(error, this.dataBytes)
    }
  }

  /** The same, and leaves the file as it is where the system fails. */
  async commitOrThrow(): Promise<void> {
    const { file, layout, synced } = this.init
    if (this.dataBytes % 2 === 1)
      await this.writeAll(new Uint8Array(1), layout.dataOffset + this.dataBytes)
    if (synced) await file.datasync()
    await this.writeHeader()
    if (synced) await file.datasync()
    this.committedBytes = this.dataBytes
  }

  close(): Promise<void> {
    return this.init.file.close()
  }

  private writeHeader(): Promise<void> {
    const { layout, largestRiffBytes } = this.init
    return this.writeAll(encodeWavHeader(layout, this.dataBytes, largestRiffBytes), 0)
  }

  private async writeAll(
    bytes: Uint8Array,
    position: number,
    progress = { written: 0 },
  ): Promise<void> {
    while (progress.written < bytes.length) {
      const { written } = progress
      const { bytesWritten } = await this.init.file.write(
        bytes,
        written,
        bytes.length - written,
        position + written,
      )
      if (bytesWritten === 0) throw new Error('the system wrote nothing and gave no reason')
      progress.written += bytesWritten
    }
  }

  /**
   * Makes the file valid with what is really in it: a partial frame is cut off, and one more where
   * there is no room for a pad byte. Neither step needs space on the disk.
   *
   * @returns the error to end with
   */
  async salvage(cause: unknown, bytesOnDisk: number): Promise<PatchcordError> {
    const { path, file, layout } = this.init
    let whole = bytesOnDisk - (bytesOnDisk % layout.bytesPerFrame)
    if (whole % 2 === 1) whole -= layout.bytesPerFrame
    this.dataBytes = whole
    let note: string
    try {
      await file.truncate(layout.dataOffset + whole)
      await this.writeHeader()
      this.committedBytes = whole
      note = `The file is valid and holds the ${this.framesWritten} frames before`
    } catch {
      note = 'Its header could not be brought up to date either'
    }
    const error = ioError(path, 'written', cause, { framesWritten: this.framesWritten })
    return new PatchcordError(error.code, `${error.message}. ${note}`, {
      details: error.details,
      cause,
    })
  }
}

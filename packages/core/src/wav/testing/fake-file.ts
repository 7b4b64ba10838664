import type { WritableFile } from '../wav-file-body.js'

/** What is wrong with a {@link FakeFile}. */
export interface FakeFileOptions {
  /** Bytes that fit on its disk. */
  readonly capacity?: number
  /** Bytes that one call writes at most. */
  readonly largestWrite?: number
}

/** A file in memory on a disk with faults, for tests. */
export class FakeFile implements WritableFile {
  /** What is in it. */
  content: Uint8Array = new Uint8Array(0)
  /** What was done, but for closing. */
  readonly calls: string[] = []
  /** Whether it was closed. */
  closed = false
  private readonly capacity: number
  private readonly largestWrite: number

  constructor(options: FakeFileOptions = {}) {
    this.capacity = options.capacity ?? Infinity
    this.largestWrite = options.largestWrite ?? Infinity
  }

  readonly write: WritableFile['write'] = (async (
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => {
    if (this.closed) throw Object.assign(new Error('bad file descriptor'), { code: 'EBADF' })
    this.calls.push(`write ${position}`)
    const room = Math.max(0, this.capacity - position)
    const bytesWritten = Math.min(length, this.largestWrite, room)
    if (room === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    const size = Math.max(this.content.length, position + bytesWritten)
    const content = new Uint8Array(size)
    content.set(this.content)
    content.set(bytes.subarray(offset, offset + bytesWritten), position)
    this.content = content
    return { bytesWritten, buffer: bytes }
  }) as WritableFile['write']

  async truncate(byteLength = 0): Promise<void> {
    this.calls.push(`truncate ${byteLength}`)
    this.content = this.content.slice(0, byteLength)
  }

  async datasync(): Promise<void> {
    this.calls.push('datasync')
  }

  async close(): Promise<void> {
    this.closed = true
  }
}

import type { ByteReader } from './byte-reader.js'
import { fileShrunk } from './file-error.js'

/** What {@link ReadAhead} reads. @internal */
export interface ReadAheadRange {
  /** First byte. */
  readonly start: number
  /** The byte after the last. */
  readonly end: number
  readonly blockBytes: number
}

/**
 * Reads a stretch of a file in blocks, one ahead of the consumer, in two alternating pieces of
 * memory.
 *
 * @internal
 */
export class ReadAhead {
  private readonly halves: readonly [Uint8Array, Uint8Array]
  private readonly end: number
  private position: number
  private half: 0 | 1 = 0
  private ready: Uint8Array | undefined
  private reading: Promise<void> = Promise.resolve()
  private failure: unknown

  constructor(
    private readonly reader: ByteReader,
    range: ReadAheadRange,
  ) {
    const blockBytes = Math.min(range.blockBytes, range.end - range.start)
    // One piece of memory cut in two, so that its users need one view of it only.
    const memory = new Uint8Array(2 * blockBytes)
    this.halves = [memory.subarray(0, blockBytes), memory.subarray(blockBytes)]
    this.position = range.start
    this.end = range.end
    this.readOn()
  }

  /**
   * The next block: at once if it is there, else as a promise. It is valid until the next call.
   * There must be one.
   */
  next(): Uint8Array | Promise<Uint8Array> {
    if (this.failure !== undefined) throw this.failure
    const block = this.ready
    if (block === undefined) return this.reading.then(() => this.next())
    this.ready = undefined
    this.readOn()
    return block
  }

  private readOn(): void {
    if (this.position >= this.end) return
    const target = this.halves[this.half].subarray(0, this.end - this.position)
    this.half = this.half === 0 ? 1 : 0
    this.reading = this.fill(target)
  }

  /** Never rejects: a failure waits for the consumer. */
  private async fill(target: Uint8Array): Promise<void> {
    try {
      const bytesRead = await this.reader.read(target, this.position)
      if (bytesRead < target.length)
        throw fileShrunk(this.reader.path, this.position + bytesRead, this.end)
      this.position += bytesRead
      this.ready = target
    } catch (error) {
      this.failure = error
    }
  }
}

import type { ByteReader } from '../byte-reader.js'

/** A file in memory that records how it is read, for tests. */
export class MemoryReader implements ByteReader {
  readonly path = 'memory.wav'
  /** Bytes of the largest read so far. */
  largestRead = 0
  /** Reads so far. */
  readCount = 0

  constructor(
    private readonly bytes: Uint8Array,
    readonly byteLength: number = bytes.length,
  ) {}

  async read(target: Uint8Array, position: number): Promise<number> {
    this.readCount++
    this.largestRead = Math.max(this.largestRead, target.length)
    const present = this.bytes.subarray(position, position + target.length)
    target.set(present)
    return present.length
  }

  async close(): Promise<void> {}
}

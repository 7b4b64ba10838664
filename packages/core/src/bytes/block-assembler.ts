/**
 * Cuts chunks of any length into blocks of one. Blocks that lie in one chunk are not copied.
 *
 * @internal
 */
export class BlockAssembler {
  /** The memory that the block lies in that {@link BlockAssembler.next} has found. */
  bytes: Uint8Array
  /** Where in it the block begins. */
  start = 0
  private chunk: Uint8Array = new Uint8Array(0)
  private offset = 0
  private readonly scratch: Uint8Array
  private filled = 0
  private taken = 0

  constructor(private readonly blockBytes: number) {
    this.scratch = new Uint8Array(blockBytes)
    this.bytes = this.scratch
  }

  /** Takes the next chunk, once there are no more blocks in the last one. */
  push(chunk: Uint8Array): void {
    this.chunk = chunk
    this.offset = 0
  }

  /** Finds the next block; `false` if it is not complete yet. */
  next(): boolean {
    const { chunk, blockBytes } = this
    const available = chunk.byteLength - this.offset
    if (this.filled === 0 && available >= blockBytes) {
      this.bytes = chunk
      this.start = this.offset
      this.offset += blockBytes
      return true
    }
    const count = Math.min(available, blockBytes - this.filled)
    this.scratch.set(chunk.subarray(this.offset, this.offset + count), this.filled)
    this.filled += count
    this.offset += count
    if (this.filled < blockBytes) return false
    this.filled = 0
    this.bytes = this.scratch
    this.start = 0
    return true
  }

  /** What is left of a block that was never completed. */
  rest(): Uint8Array {
    return this.scratch.subarray(this.taken, this.filled)
  }

  /** Takes bytes of the rest away, and tells how many are left. */
  takeRest(byteCount: number): number {
    this.taken += byteCount
    return this.filled - this.taken
  }
}

import type { ByteReader } from './byte-reader.js'

/** The most that is read at once while a header is scanned, in bytes. */
const windowBytes = 16 * 1024

/**
 * Small reads near each other, served from one block of the file, so that scanning a header
 * takes few system calls and a fixed amount of memory however large the chunks claim to be.
 *
 * @internal
 */
export class HeaderWindow {
  private readonly block: Uint8Array
  private start = 0
  private length = 0

  constructor(readonly reader: ByteReader) {
    this.block = new Uint8Array(Math.min(windowBytes, reader.byteLength))
  }

  /** Bytes from a position; fewer than asked at the end of the file or beyond 16 KiB. */
  async view(position: number, byteLength: number): Promise<DataView> {
    const wanted = Math.max(
      0,
      Math.min(byteLength, this.block.length, this.reader.byteLength - position),
    )
    if (position < this.start || position + wanted > this.start + this.length) {
      this.start = position
      this.length = await this.reader.read(this.block, position)
    }
    const offset = position - this.start
    const present = wanted === 0 ? 0 : Math.max(0, Math.min(wanted, this.length - offset))
    return new DataView(this.block.buffer, present === 0 ? 0 : offset, present)
  }
}

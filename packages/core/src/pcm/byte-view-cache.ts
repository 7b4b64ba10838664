/**
 * Keeps the `DataView` of the memory that was used last: making one for every 10 ms takes a
 * twentieth of the conversion's time and leaves garbage. It spans the whole `ArrayBuffer`, so that
 * slices of one pool share it.
 */
export class ByteViewCache {
  private view: DataView = new DataView(new ArrayBuffer(0))
  private readonly maxBytes: number

  constructor(maxBytes: number = 2 ** 31 - 1) {
    this.maxBytes = maxBytes
  }

  /**
   * A view in which the bytes from `byteStart` on lie at `bytes.byteOffset + byteStart -
   * view.byteOffset`, an index below 2^31: of larger memory it shows only what begins there.
   */
  viewOf(bytes: Uint8Array, byteStart: number): DataView {
    const { buffer } = bytes
    if (this.view.buffer === buffer && this.view.byteOffset === 0) return this.view
    this.view =
      buffer.byteLength <= this.maxBytes
        ? new DataView(buffer)
        : new DataView(buffer, bytes.byteOffset + byteStart)
    return this.view
  }
}

import { encodeSFrameHeader } from './sframe-header.js'

/** Writes the headers of one key id after another, into the same bytes. @internal */
export class HeaderWriter {
  private readonly bytes = Buffer.alloc(17)
  private readonly views: readonly Buffer[]
  private kidEnd = 1
  private kidConfig = 0

  constructor() {
    this.views = Array.from({ length: 18 }, (_, length) => this.bytes.subarray(0, length))
  }

  /** Goes on with another key id. */
  setKid(kidHigh: number, kidLow: number): void {
    const kid = (BigInt(kidHigh >>> 0) << 32n) | BigInt(kidLow >>> 0)
    const header = encodeSFrameHeader({ kid, ctr: 0n })
    this.bytes.set(header)
    this.kidConfig = header[0] as number
    this.kidEnd = header.length
  }

  /** The header for a counter below 2^32. It stands until the next one is written. */
  write(counter: number): Buffer {
    const { bytes, kidEnd } = this
    if (counter < 8) {
      bytes[0] = this.kidConfig | counter
      return this.views[kidEnd] as Buffer
    }
    const length = counter < 0x100 ? 1 : counter < 0x10000 ? 2 : counter < 0x1000000 ? 3 : 4
    bytes[0] = this.kidConfig | 8 | (length - 1)
    for (let index = 0; index < length; index++) {
      bytes[kidEnd + index] = counter >>> (8 * (length - 1 - index))
    }
    return this.views[kidEnd + length] as Buffer
  }
}

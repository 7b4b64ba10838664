/** Writes and reads numbers in some bytes, one after the other. @internal */
export class ByteCursor {
  at = 0
  /** Something was read that is not there, or not as it is written. */
  failed = false

  constructor(private bytes: Buffer) {}

  /** Begins with other bytes. */
  reset(bytes: Buffer): void {
    this.bytes = bytes
    this.at = 0
    this.failed = false
  }

  /** What was written. */
  written(): Buffer {
    return this.bytes.subarray(0, this.at)
  }

  putByte(value: number): void {
    this.bytes[this.at++] = value
  }

  putUint24(value: number): void {
    this.bytes[this.at++] = value >>> 16
    this.bytes[this.at++] = value >>> 8
    this.bytes[this.at++] = value
  }

  putFloat(value: number): void {
    this.at = this.bytes.writeDoubleBE(value, this.at)
  }

  /** For a few bytes, which a loop copies faster than `set`. */
  putBytes(value: Uint8Array): void {
    for (let index = 0; index < value.length; index++) {
      this.bytes[this.at++] = value[index] as number
    }
  }

  /** A whole number up to 2^53 - 1: seven bits a byte, the lowest first. */
  putNumber(value: number): void {
    let rest = value
    while (rest > 127) {
      this.bytes[this.at++] = (rest & 127) | 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[this.at++] = rest
  }

  byte(): number {
    return this.has(1) ? (this.bytes[this.at++] as number) : 0
  }

  uint24(): number {
    if (!this.has(3)) return 0
    this.at += 3
    return this.bytes.readUIntBE(this.at - 3, 3)
  }

  float(): number {
    if (!this.has(8)) return 0
    this.at += 8
    return this.bytes.readDoubleBE(this.at - 8)
  }

  text(byteLength: number): string {
    if (!this.has(byteLength)) return ''
    this.at += byteLength
    return this.bytes.toString('utf8', this.at - byteLength, this.at)
  }

  /** A whole number, in as few bytes as it has. */
  number(): number {
    let [value, scale] = [0, 1]
    for (let index = 0; index < 8; index++) {
      const part = this.byte()
      value += (part & 127) * scale
      if (part < 128) {
        if ((part === 0 && index > 0) || !Number.isSafeInteger(value)) this.failed = true
        return value
      }
      scale *= 128
    }
    this.failed = true
    return 0
  }

  private has(count: number): boolean {
    if (this.at + count <= this.bytes.length) return true
    this.failed = true
    return false
  }
}

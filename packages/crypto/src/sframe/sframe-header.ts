import { PatchcordError, invalidOption } from '@patchcord/core'

/** What an SFrame header says (RFC 9605, section 4.3). Both numbers have up to 64 bits. */
export interface SFrameHeader {
  /** The key id. */
  readonly kid: bigint
  /** The counter. */
  readonly ctr: bigint
}

/** Bytes in the longest header. */
export const maxSFrameHeaderBytes = 17

const longest = 2n ** 64n - 1n

/**
 * Writes an SFrame header: 1 to 17 bytes. Numbers below 8 go into the first byte, others follow it
 * in as few bytes as they have.
 *
 * @throws PatchcordError `invalid-option`: a number is no BigInt from 0 to 2^64 - 1
 *
 * @example
 * ```ts
 * import { encodeSFrameHeader } from '@patchcord/crypto'
 *
 * console.log(Buffer.from(encodeSFrameHeader({ kid: 0x123n, ctr: 0x4567n })).toString('hex')) // 9901234567
 * ```
 */
export function encodeSFrameHeader({ kid, ctr }: SFrameHeader): Uint8Array {
  const kidBytes = numberBytes('kid', kid)
  const ctrBytes = numberBytes('ctr', ctr)
  const header = new Uint8Array(1 + kidBytes.length + ctrBytes.length)
  header[0] = (configOf(kid, kidBytes) << 4) | configOf(ctr, ctrBytes)
  header.set(kidBytes, 1)
  header.set(ctrBytes, 1 + kidBytes.length)
  return header
}

/**
 * Reads the SFrame header at the beginning of some bytes, and tells how long it is.
 *
 * A number in more bytes than it needs is refused, so that one header has one encoding: nobody who
 * writes by the RFC writes another.
 *
 * @throws PatchcordError `invalid-option`: these are no bytes; `data-invalid`: the header is cut off, or a number is longer than needed
 *
 * @example
 * ```ts
 * import { decodeSFrameHeader } from '@patchcord/crypto'
 *
 * console.log(decodeSFrameHeader(Buffer.from('9901234567aabb', 'hex'))) // { kid: 291n, ctr: 17767n, byteLength: 5 }
 * ```
 */
export function decodeSFrameHeader(
  bytes: Uint8Array,
): SFrameHeader & { readonly byteLength: number } {
  if (!(bytes instanceof Uint8Array)) throw invalidOption('bytes', 'a Uint8Array', bytes)
  const fields = new HeaderFields()
  if (!fields.read(bytes)) {
    throw new PatchcordError(
      'data-invalid',
      'these bytes do not begin with an SFrame header: it is cut off, or has a number in more bytes than it needs',
      { details: { byteLength: bytes.byteLength } },
    )
  }
  const { kidHigh, kidLow, ctrHigh, ctrLow, byteLength } = fields
  return {
    kid: (BigInt(kidHigh) << 32n) | BigInt(kidLow),
    ctr: (BigInt(ctrHigh) << 32n) | BigInt(ctrLow),
    byteLength,
  }
}

/** A header in halves of 32 bits, read without BigInts and into the same object. @internal */
export class HeaderFields {
  kidHigh = 0
  kidLow = 0
  ctrHigh = 0
  ctrLow = 0
  byteLength = 0
  private high = 0
  private low = 0

  /** Reads a header; `false` if there is none. */
  read(bytes: Uint8Array): boolean {
    const config = bytes[0]
    if (config === undefined) return false
    const afterKid = this.readNumber(bytes, 1, config >> 4)
    if (afterKid < 0) return false
    this.kidHigh = this.high
    this.kidLow = this.low
    const end = this.readNumber(bytes, afterKid, config & 15)
    if (end < 0) return false
    this.ctrHigh = this.high
    this.ctrLow = this.low
    this.byteLength = end
    return true
  }

  /** Reads a number by its four bits in the first byte; returns where it ends, or -1. */
  private readNumber(bytes: Uint8Array, offset: number, config: number): number {
    this.high = 0
    this.low = config & 7
    if (config < 8) return offset
    const end = offset + this.low + 1
    if (end > bytes.length) return -1
    let [high, low] = [0, 0]
    for (let index = offset; index < end; index++) {
      high = ((high << 8) | (low >>> 24)) >>> 0
      low = ((low << 8) | (bytes[index] as number)) >>> 0
    }
    this.high = high
    this.low = low
    // Below 8 it belongs into the first byte, and a leading zero is a byte too many.
    const first = bytes[offset] as number
    return first === 0 || (high === 0 && low < 8) ? -1 : end
  }
}

/** The bytes of a number behind the first byte of a header; none below 8. */
function numberBytes(name: string, value: bigint): Uint8Array {
  if (typeof value !== 'bigint' || value < 0n || value > longest) {
    throw invalidOption(name, 'a BigInt from 0 to 2^64 - 1', value)
  }
  if (value < 8n) return new Uint8Array(0)
  const digits = value.toString(16)
  return new Uint8Array(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex'))
}

/** The four bits of a number in the first byte of a header. */
function configOf(value: bigint, bytes: Uint8Array): number {
  return bytes.length === 0 ? Number(value) : 8 | (bytes.length - 1)
}

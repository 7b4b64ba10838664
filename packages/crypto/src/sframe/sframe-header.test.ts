import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSFrameHeader, encodeSFrameHeader, maxSFrameHeaderBytes } from './sframe-header.js'

const hex = (kid: bigint, ctr: bigint): string =>
  Buffer.from(encodeSFrameHeader({ kid, ctr })).toString('hex')
const most = 2n ** 64n - 1n

describe('encodeSFrameHeader', () => {
  it('puts numbers below 8 into the first byte, and others behind it', () => {
    expect(hex(0n, 0n)).toBe('00')
    expect(hex(7n, 7n)).toBe('77')
    expect(hex(7n, 8n)).toBe('7808')
    expect(hex(8n, 7n)).toBe('8708')
    expect(hex(255n, 256n)).toBe('89ff0100')
    expect(hex(most, most)).toBe('f'.repeat(34))
  })

  it('refuses what is no BigInt of 64 bits', () => {
    for (const ctr of [-1n, most + 1n, 1 as unknown as bigint]) {
      expect(() => encodeSFrameHeader({ kid: 0n, ctr })).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
    }
  })
})

describe('decodeSFrameHeader', () => {
  it('inverts the encoder, whatever follows', () => {
    const number = fc.bigInt({ min: 0n, max: most })
    // Small numbers and those at the edge of a byte are too rare among all of them.
    const edge = fc
      .tuple(fc.integer({ min: 0, max: 64 }), fc.bigInt({ min: -2n, max: 2n }))
      .map(([bits, off]) => 2n ** BigInt(bits) + off)
      .filter((value) => value >= 0n && value <= most)
    const any = fc.oneof(number, edge)
    fc.assert(
      fc.property(any, any, fc.uint8Array({ maxLength: 3 }), (kid, ctr, rest) => {
        const header = encodeSFrameHeader({ kid, ctr })
        expect(header.length).toBeLessThanOrEqual(maxSFrameHeaderBytes)
        const byteLength = header.length
        expect(decodeSFrameHeader(Buffer.concat([header, rest]))).toEqual({ kid, ctr, byteLength })
      }),
      { seed: 9605, numRuns: 2000 },
    )
  })

  it('refuses every header that is cut off', () => {
    const header = encodeSFrameHeader({ kid: most, ctr: 2n ** 40n })
    for (let length = 0; length < header.length; length++) {
      expect(() => decodeSFrameHeader(header.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'data-invalid' }),
      )
    }
  })

  it('refuses numbers in more bytes than they need', () => {
    for (const encoded of ['0800', '0807', '8000', '090008', '98000800', 'f00000000000000001']) {
      expect(() => decodeSFrameHeader(Buffer.from(encoded, 'hex'))).toThrow(
        expect.objectContaining({ code: 'data-invalid' }),
      )
    }
    expect(decodeSFrameHeader(Buffer.from('0808', 'hex')).ctr).toBe(8n)
  })

  it('refuses what is no bytes', () => {
    expect(() => decodeSFrameHeader('0808' as unknown as Uint8Array)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    )
  })

  it('accepts nothing that it would write otherwise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes) => {
        let read
        try {
          read = decodeSFrameHeader(bytes)
        } catch {
          return
        }
        expect(encodeSFrameHeader(read)).toEqual(bytes.slice(0, read.byteLength))
      }),
      { seed: 9605, numRuns: 5000 },
    )
  })
})

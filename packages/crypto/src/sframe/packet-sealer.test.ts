import { isPatchcordError } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import type { FrameKey } from './frame-key.js'
import type { PacketSealer } from './packet-sealer.js'
import { plainPacket, testSealer } from './sealed-packets.test-support.js'
import { decodeSFrameHeader } from './sframe-header.js'

const seal = (sealer: PacketSealer, nowMs = 1000, bytes: Uint8Array = plainPacket(0).bytes) =>
  sealer.seal(plainPacket(0), bytes, nowMs)

const headerOf = (sealer: PacketSealer, nowMs?: number) => {
  const { kid, ctr } = decodeSFrameHeader(seal(sealer, nowMs))
  return { session: kid >> 6n, step: Number(kid & 63n), ctr: Number(ctr) }
}

function codeOf(attempt: () => unknown): string {
  try {
    attempt()
  } catch (error) {
    if (isPatchcordError(error)) return error.code
    throw error
  }
  return 'none'
}

describe('PacketSealer', () => {
  it('counts on across the steps of the ratchet, and begins a session after the last', () => {
    const sealer = testSealer({ rotateAfterPackets: 2 })
    const headers = Array.from({ length: 130 }, () => headerOf(sealer))
    const [first] = headers
    headers.slice(0, 128).forEach(({ session, step, ctr }, index) => {
      expect([session, step, ctr]).toEqual([first?.session, index >> 1, index])
    })
    expect(headers[128]).toMatchObject({ step: 0, ctr: 0 })
    expect(headers[128]?.session).not.toBe(first?.session)
    expect([sealer.sessions, sealer.rotations]).toEqual([2, 64])
  })

  it('changes keys by time, and sessions after 12 hours', () => {
    const sealer = testSealer({ rotateAfterMs: 60_000 })
    const steps = [1000, 60_999, 61_000, 61_001, 300_000].map((nowMs) => headerOf(sealer, nowMs))
    expect(steps.map(({ step }) => step)).toEqual([0, 0, 1, 1, 2])
    const { session } = headerOf(sealer, 43_200_999)
    expect(session).toBe(steps[0]?.session)
    expect(headerOf(sealer, 43_201_000)).toMatchObject({ step: 0, ctr: 0 })
    expect(sealer.sessions).toBe(2)
  })

  it('uses a counter at most once, and refuses to send when they are used up', () => {
    const sealer = testSealer({}, { firstCounter: 2 ** 32 - 2 })
    expect([headerOf(sealer).ctr, headerOf(sealer).ctr]).toEqual([2 ** 32 - 2, 2 ** 32 - 1])
    expect(codeOf(() => seal(sealer))).toBe('key-exhausted')
    expect(codeOf(() => seal(sealer))).toBe('key-exhausted')
  })

  it('does not use a counter again whose packet could not be encrypted', () => {
    const sealer = testSealer()
    expect(headerOf(sealer).ctr).toBe(0)
    const broken = sealer as unknown as { session: { key: FrameKey } }
    const { key } = broken.session
    broken.session.key = {
      seal: () => {
        throw new Error('the cipher failed')
      },
    } as never
    expect(() => seal(sealer)).toThrow('the cipher failed')
    broken.session.key = key
    expect(headerOf(sealer).ctr).toBe(2)
  })

  it.each([64, 1200, 65_536])('fills packets up to multiples of %i bytes', (padToBytes) => {
    const sealer = testSealer({ padToBytes })
    for (const size of [0, 1, 17, 640, 1100, 1140, 1141, 1142, 1143, 1144, 1145, 20_000, 70_000]) {
      const { length } = seal(sealer, 1000, new Uint8Array(size))
      expect(length % padToBytes).toBe(0)
      expect(length - size).toBeLessThan(padToBytes + 64)
    }
  })

  it('adds little: a packet of speech fits a datagram', () => {
    const sealer = testSealer()
    const [first, late] = [plainPacket(3), plainPacket(4_000_000)]
    expect(sealer.seal(first, first.bytes, 1.795e12).length - 640).toBe(38)
    const far = testSealer({}, { firstCounter: 2 ** 31 })
    const stamped = late.with({ timestampMs: 1.7e12, position: 2 ** 40 })
    const { length } = far.seal(stamped, stamped.bytes, 1.795e12)
    expect(length - 640).toBeLessThanOrEqual(64)
    expect(length).toBeLessThanOrEqual(1200)
  })
})

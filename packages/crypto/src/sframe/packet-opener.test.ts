import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { derivationsPerSecond } from './derivation-budget.js'
import { PacketOpener } from './packet-opener.js'
import type { PacketSealer } from './packet-sealer.js'
import type { ReceiveSettings } from './receive-session.js'
import { link, plainPacket, testSealer } from './sealed-packets.test-support.js'
import { encodeSFrameHeader, decodeSFrameHeader } from './sframe-header.js'
import { sframeSecretOf } from './sframe-options.js'

/** A receiver with a clock that the test moves. */
function receiver(settings: Partial<ReceiveSettings> = {}) {
  const time = { nowMs: 1_000_000 }
  const defaults = { replayWindow: 1024, reorderPackets: 8, graceMs: 2000 }
  const opener = new PacketOpener(
    sframeSecretOf(link),
    { ...defaults, ...settings },
    () => time.nowMs,
  )
  const open = (bytes: Uint8Array): ReturnType<PacketOpener['open']> | number =>
    opener.open(bytes) ?? opener.inner.sequence
  return { opener, time, open }
}

const seal = (sealer: PacketSealer, sequence: number, nowMs = 1000): Uint8Array =>
  sealer.seal(plainPacket(sequence), plainPacket(sequence).bytes, nowMs)

const sealMany = (sealer: PacketSealer, from: number, to: number, nowMs?: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, index) => seal(sealer, from + index, nowMs))

describe('PacketOpener', () => {
  it('delivers each packet once, and refuses what is too old', () => {
    const { open } = receiver({ replayWindow: 64 })
    const packets = sealMany(testSealer(), 0, 100)
    for (const [sequence, bytes] of packets.entries()) {
      if (sequence === 50) continue
      expect(open(bytes)).toBe(sequence)
      expect(open(bytes)).toBe('replay')
    }
    expect(open(packets[50]!)).toBe(50)
    expect(open(packets[35]!)).toBe('replay')
  })

  it('is moved by nothing that is forged: not by a counter far ahead, nor by another step', () => {
    const { open, opener } = receiver()
    const packets = sealMany(testSealer(), 0, 20)
    for (const bytes of packets.slice(0, 10)) open(bytes)
    const { kid } = decodeSFrameHeader(packets[0]!)
    const rest = packets[10]!.subarray(decodeSFrameHeader(packets[10]!).byteLength)
    for (const ctr of [10n, 500n, 2n ** 31n, 2n ** 32n - 1n]) {
      for (const step of [0n, 1n, 2n, 63n]) {
        if (ctr === 10n && step === 0n) continue
        const header = encodeSFrameHeader({ kid: kid | step, ctr })
        expect(open(Buffer.concat([header, rest]))).toBe('authentication')
      }
    }
    expect(open(Buffer.concat([encodeSFrameHeader({ kid, ctr: 2n ** 32n }), rest]))).toBe('syntax')
    expect(packets.slice(10).map(open)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    expect([opener.lost, opener.sessions]).toEqual([0, 1])
  })

  it('refuses every flip of a bit and every truncation', () => {
    const { open } = receiver()
    const [first, bytes] = sealMany(testSealer(), 0, 2)
    expect(open(first!)).toBe(0)
    for (let length = 0; length < bytes!.length; length += length < 60 ? 1 : 37) {
      expect(['syntax', 'authentication']).toContain(open(bytes!.subarray(0, length)))
    }
    for (let bit = 0; bit < bytes!.length * 8; bit += bit < 700 ? 1 : 101) {
      const flipped = Uint8Array.from(bytes!)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(typeof open(flipped)).toBe('string')
    }
    expect(open(bytes!)).toBe(1)
    expect(open('text' as unknown as Uint8Array)).toBe('syntax')
  })

  it('loses nothing where keys change under packets that overtake each other', () => {
    const { open, opener } = receiver()
    const packets = sealMany(testSealer({ rotateAfterPackets: 3 }), 0, 400)
    const shuffled = packets.map((bytes, at) => ({ bytes, at, due: at + ((at * 7) % 9) }))
    shuffled.sort((a, b) => a.due - b.due || b.at - a.at)
    for (const { bytes, at } of shuffled) expect(open(bytes)).toBe(at)
    expect(opener.sessions).toBe(3)
    expect(opener.lost).toBe(0)
  })

  it('takes up a stream after many lost steps, and one that it joins late', () => {
    const packets = sealMany(testSealer({ rotateAfterPackets: 2 }), 0, 120)
    const { open, opener } = receiver()
    expect([open(packets[0]!), open(packets[100]!), open(packets[101]!)]).toEqual([0, 100, 101])
    expect(opener.given + opener.lost).toBeGreaterThan(80)
    const late = receiver()
    expect([late.open(packets[110]!), late.open(packets[111]!)]).toEqual([110, 111])
    expect(late.opener.lost).toBe(0)
  })

  it('takes old keys and old sessions for the grace period, and no longer', () => {
    const { open, time } = receiver()
    const sealer = testSealer({ rotateAfterPackets: 4 })
    const [a0, a1, a2, a3, b0] = sealMany(sealer, 0, 5)
    expect([open(a0!), open(b0!)]).toEqual([0, 4])
    time.nowMs += 1999
    expect(open(a1!)).toBe(1)
    time.nowMs += 1
    expect([open(a2!), open(a3!)]).toEqual(['key-id', 'key-id'])

    const [c0, c1, c2] = sealMany(testSealer(), 50, 53, 5000)
    const [d0] = sealMany(testSealer(), 90, 91, 6000)
    expect([open(c0!), open(d0!)]).toEqual([50, 90])
    time.nowMs += 1999
    expect(open(c1!)).toBe(51)
    time.nowMs += 1
    expect(open(c2!)).toBe('replay')
  })

  it('refuses a session that began earlier than the newest, or at the same moment', () => {
    const { open, opener } = receiver()
    const sealers = [3000, 2000, 3000, 3001].map((nowMs) => seal(testSealer(), nowMs, nowMs))
    expect(sealers.map(open)).toEqual([3000, 'replay', 'replay', 3001])
    expect(open(seal(testSealer(), 1, 40_000_000))).toBe(1)
    // The key id alone tells that this one is older: no key is derived for it.
    const { derived } = opener.chain
    expect(open(seal(testSealer(), 1, 3002))).toBe('key-id')
    expect(opener.chain.derived).toBe(derived)
  })

  it('bounds the work and memory that unknown key ids cost', () => {
    const { open, opener, time } = receiver()
    const [good, next] = sealMany(testSealer(), 0, 2)
    expect(open(good!)).toBe(0)
    const before = opener.chain.derived
    const forge = (): Uint8Array => {
      const kid = randomBytes(8)
      kid[0] = 0x7f
      return Buffer.concat([
        encodeSFrameHeader({ kid: kid.readBigUInt64BE(), ctr: 5n }),
        randomBytes(60),
      ])
    }
    const refusals = Array.from({ length: 10_000 }, () => open(forge()))
    expect(new Set(refusals)).toEqual(new Set(['authentication', 'key-id']))
    expect(opener.chain.derived - before).toBe(derivationsPerSecond)
    time.nowMs += 500
    for (let packet = 0; packet < 1000; packet++) open(forge())
    expect(opener.chain.derived - before).toBe(1.5 * derivationsPerSecond)
    expect(open(next!)).toBe(1)
    expect(opener.sessions).toBe(1)
    // A session that begins anew is heard as soon as there is leave to derive again.
    time.nowMs += 100
    expect(open(seal(testSealer(), 7, 9000))).toBe(7)
  })

  it('keeps a few superseded sessions at most, and what was lost in all of them', () => {
    const { open, opener } = receiver({ graceMs: 60_000 })
    for (let start = 0; start < 50; start++) {
      const sealer = testSealer()
      const [first, , third] = sealMany(sealer, 0, 3, 1000 + start)
      expect([open(first!), open(third!)]).toEqual([0, 2])
    }
    expect(opener.sessions).toBe(50)
    opener.settle()
    expect(opener.lost).toBe(50)
  })
})

import { randomBytes } from 'node:crypto'
import type { Packet } from '@patchcord/core'
import { seededRandom } from '@patchcord/testkit'
import { describe, expect, it } from 'vitest'
import { PacketOpener } from './packet-opener.js'
import { link, plainPacket, testSealer } from './sealed-packets.test-support.js'
import { sframeSecretOf } from './sframe-options.js'

const full = process.env.PATCHCORD_SOAK === 'full'
const seeds = full ? 2000 : 60

/** What a link may do: packets with the moment at which they arrive. */
function weather(random: () => number, sealed: readonly Uint8Array[]): Uint8Array[] {
  const arrivals: { readonly at: number; readonly bytes: Uint8Array }[] = []
  const [loss, repeat, shuffle, damage] = [
    random() * 0.3,
    random() * 0.3,
    random() * 6,
    random() * 0.3,
  ]
  sealed.forEach((bytes, index) => {
    if (random() < loss) return
    const at = (): number => index + random() * shuffle
    if (random() < damage) arrivals.push({ at: at(), bytes: damaged(random, bytes) })
    arrivals.push({ at: at(), bytes })
    // An attacker plays it again, now or much later.
    if (random() < repeat)
      arrivals.push({ at: at() + random() * 2000 * (random() < 0.1 ? 1 : 0), bytes })
  })
  return arrivals.sort((a, b) => a.at - b.at).map(({ bytes }) => bytes)
}

function damaged(random: () => number, bytes: Uint8Array): Uint8Array {
  const kind = random()
  if (kind < 0.3) return bytes.subarray(0, Math.floor(random() * bytes.length))
  if (kind < 0.4) return Buffer.concat([bytes, randomBytes(1 + Math.floor(random() * 40))])
  const copy = Uint8Array.from(bytes)
  // Half of the flips hit the header and what follows it.
  const reach = random() < 0.5 ? 14 : copy.length
  copy[Math.floor(random() * reach)]! ^= 1 << Math.floor(random() * 8)
  return copy
}

function samePacket(opened: PacketOpener['inner'], plain: Packet): boolean {
  return (
    Buffer.compare(opened.payload, plain.bytes) === 0 &&
    opened.position === plain.position &&
    opened.frameCount === plain.frameCount &&
    opened.codec === plain.codec &&
    opened.format.sampleRate === plain.sampleRate
  )
}

describe('a link that loses, repeats, shuffles, flips and cuts packets', () => {
  it.each(Array.from({ length: 6 }, (_, part) => part))(
    'delivers every packet byte for byte, in its place and once: part %i',
    (part) => {
      for (let seed = part; seed < seeds; seed += 6) {
        const random = seededRandom(seed)
        const time = { nowMs: 5_000_000 }
        const opener = new PacketOpener(
          sframeSecretOf(link),
          { replayWindow: 64 + Math.floor(random() * 200), reorderPackets: 8, graceMs: 1000 },
          () => (time.nowMs += 5),
        )
        const sealer = testSealer({
          rotateAfterPackets: 1 + Math.floor(random() * 40),
          padToBytes: random() < 0.3 ? 512 : undefined,
        })
        const sealed = Array.from({ length: 300 }, (_, sequence) => {
          const packet = plainPacket(sequence)
          return sealer.seal(packet, packet.bytes, 1000 + sequence * 20)
        })
        const arrived = weather(random, sealed)
        const delivered = new Set<number>()
        for (const bytes of arrived) {
          if (opener.open(bytes) !== undefined) continue
          const { sequence } = opener.inner
          expect(delivered.has(sequence), `seed ${seed}: ${sequence} came twice`).toBe(false)
          delivered.add(sequence)
          expect(samePacket(opener.inner, plainPacket(sequence))).toBe(true)
        }
        // What arrived unharmed and soon enough was delivered.
        const unharmed = new Set(arrived.filter((bytes) => sealed.includes(bytes)))
        expect(delivered.size).toBe(unharmed.size)
      }
    },
  )
})

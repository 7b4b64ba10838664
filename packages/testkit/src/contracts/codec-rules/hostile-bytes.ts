import { type Packet, isPatchcordError } from '@patchcord/core'
import { seededRandom } from '../../random/seeded-random.js'
import { breach } from '../breach.js'
import type { Rule } from '../contract-case.js'
import type { CodecRig } from './codec-rig.js'

type Damage = (packet: Packet) => Packet

const random = (packet: Packet, length: number): Uint8Array => {
  const next = seededRandom(packet.sequence + 1)
  return Uint8Array.from({ length }, () => next() * 256)
}

/** What strangers, and broken links, do to a packet. */
const damages: readonly (readonly [what: string, damage: Damage])[] = [
  ['no bytes', (packet) => packet.with({ bytes: new Uint8Array(0) })],
  ['one byte', (packet) => packet.with({ bytes: Uint8Array.of(255) })],
  [
    'half of the bytes',
    (packet) => packet.with({ bytes: packet.bytes.slice(0, packet.bytes.length >> 1) }),
  ],
  ['random bytes', (packet) => packet.with({ bytes: random(packet, packet.bytes.length) })],
  ['too many bytes', (packet) => packet.with({ bytes: random(packet, 70_000) })],
  ['an unknown codec', (packet) => packet.with({ codec: 'no-such-codec' })],
  ['far too many frames', (packet) => packet.with({ frameCount: 2 ** 40 })],
  ['a broken frame count', (packet) => packet.with({ frameCount: -0.5 })],
]

/** Bytes from outside give an error that says so, or are dropped; nothing worse. */
export const hostileBytes: readonly Rule<CodecRig>[] = damages.map(([what, damage]) => ({
  rule: 'hostile-bytes',
  name: `answers a packet with ${what} with an error, or drops it`,
  check: async (rig) => {
    const packets = await rig.encode(rig.buffers(3))
    const damaged = packets.map((packet, index) => (index === 1 ? damage(packet) : packet))
    const failure = await rig.decode(damaged).catch((error: unknown) => error)
    if (Array.isArray(failure)) return
    // `stage-failed` wraps what nobody foresaw: a TypeError deep inside.
    if (isPatchcordError(failure) && failure.code !== 'stage-failed') return
    breach(
      `a packet with ${what} makes the decoder fail by accident instead of with a PatchcordError such as data-invalid: ${String(failure)}`,
      failure,
    )
  },
}))

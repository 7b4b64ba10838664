import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type AudioFormat, AudioSink, AudioSource, Packet, pipeline } from '@patchcord/core'
import { sframeDecrypt, sframeEncrypt, sframePacket } from '@patchcord/crypto'
import type { Bench, BenchCase } from '../harness.js'

/** 20 ms of mono at 16 kHz, 20 ms of stereo at 48 kHz, and as much as a datagram holds. */
const sizes = [
  { name: '640 B', bytes: 640, count: 20_000, goal: 0.8 },
  { name: '3840 B', bytes: 3840, count: 3000, goal: 0.75 },
  { name: '64 KiB', bytes: 65_536, count: 200, goal: 0.75 },
] as const

type Size = (typeof sizes)[number]

const format: AudioFormat = { sampleRate: 48_000, channelCount: 2 }
const link = { key: randomBytes(32), sender: 'bench' }
const tagBytes = 16
const headerBytes = 12

class PacketSource extends AudioSource<Packet> {
  private given = 0
  constructor(
    private readonly count: number,
    private readonly make: (index: number) => Packet,
  ) {
    super()
  }
  protected open(): AudioFormat {
    return format
  }
  protected readItem(): Packet | null {
    return this.given === this.count ? null : this.make(this.given++)
  }
}

class PacketEnd extends AudioSink<Packet> {
  packets = 0
  constructor(private readonly kept?: Packet[]) {
    super({ accepts: 'packet' })
  }
  protected writeItem(packet: Packet): void {
    this.packets++
    this.kept?.push(packet)
  }
}

function plainPacket(bytes: Uint8Array, index: number): Packet {
  const frameCount = bytes.length / 4
  return new Packet({
    bytes,
    codec: 'pcm-s16le',
    format,
    frameCount,
    position: index * frameCount,
    sequence: index,
  })
}

/** A run from a source of packets through one port to a sink. */
async function run(count: number, make: (index: number) => Packet, way: 'send' | 'receive') {
  const end = new PacketEnd()
  const stage = way === 'send' ? sframeEncrypt({ ...link, endMarkers: 0 }) : sframeDecrypt(link)
  await pipeline(new PacketSource(count, make), stage, end).finished
  if (end.packets !== count) throw new Error(`${count - end.packets} packets were lost`)
}

/** The nonce of a packet, as a loop without a protocol would count it. */
function nonces(): (index: number) => Buffer {
  const nonce = randomBytes(12)
  return (index) => {
    nonce.writeUInt32BE(index, 8)
    return nonce
  }
}

function send({ name, bytes, count, goal }: Size): BenchCase {
  const payload = randomBytes(bytes)
  const [key, header, nonceOf] = [randomBytes(32), randomBytes(headerBytes), nonces()]
  return {
    ...common(`send, ${name}`, count, goal),
    ours: () => run(count, (index) => plainPacket(payload, index), 'send'),
    peer() {
      for (let index = 0; index < count; index++) {
        const out = Buffer.allocUnsafe(headerBytes + bytes + tagBytes)
        out.set(header)
        const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index))
        cipher.setAAD(header)
        out.set(cipher.update(payload), headerBytes)
        cipher.final()
        out.set(cipher.getAuthTag(), headerBytes + bytes)
      }
    },
    peerName: 'a createCipheriv loop',
  }
}

async function receive({ name, bytes, count, goal }: Size): Promise<BenchCase> {
  const payload = randomBytes(bytes)
  const sealed: Packet[] = []
  const source = new PacketSource(count, (index) => plainPacket(payload, index))
  const tx = sframeEncrypt({ ...link, endMarkers: 0 })
  await pipeline(source, tx, new PacketEnd(sealed)).finished
  const [key, header, nonceOf] = [randomBytes(32), randomBytes(headerBytes), nonces()]
  const messages = sealed.map((_, index) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index)).setAAD(header)
    return Buffer.concat([cipher.update(payload), cipher.final(), cipher.getAuthTag()])
  })
  return {
    ...common(`receive, ${name}`, count, goal),
    ours: () =>
      run(count, (index) => sframePacket((sealed[index] as Packet).bytes, format), 'receive'),
    peer() {
      for (const [index, message] of messages.entries()) {
        const out = Buffer.allocUnsafe(bytes)
        const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index))
        decipher.setAAD(header)
        decipher.setAuthTag(message.subarray(bytes))
        out.set(decipher.update(message.subarray(0, bytes)))
        decipher.final()
      }
    },
    peerName: 'a createDecipheriv loop',
  }
}

function common(name: string, count: number, goal: number) {
  return { name, unit: 'us/packet', count, goal, runs: 15 }
}

/** What a secure link costs beside the cipher alone: the peer has no protocol, order or metadata. */
export const bench: Bench = {
  name: 'sframe',
  cases: async () => [...sizes.map(send), ...(await Promise.all(sizes.map(receive)))],
}

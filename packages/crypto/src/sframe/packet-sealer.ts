import { PatchcordError } from '@patchcord/core'
import { InnerWriter, type SealedPlace, maxInnerBytes } from './inner-writer.js'
import { RatchetChain } from './ratchet-chain.js'
import { SendSession } from './send-session.js'
import { type SessionId, newSessionId } from './session-id.js'
import type { SFrameSecret } from './sframe-options.js'

/** How long one key id is used: 12 hours. */
const sessionMs = 43_200_000
/** Counters of a session: far below what a nonce can hold, and more than its keys may protect. */
const mostPackets = 2 ** 32
/** Up to here it is quicker to encrypt one copy of inner block and payload than two pieces. */
const joinedBytes = 16_384

/** When keys change, and what packets are filled up to. @internal */
export interface SealerSettings {
  readonly rotateAfterMs: number
  readonly rotateAfterPackets: number
  readonly padToBytes: number | undefined
}

/** What tests set. @internal */
export interface SealerSeams {
  readonly newSession?: (nowMs: number) => SessionId
  readonly firstCounter?: number
}

/** Turns payloads into encrypted packets, and changes keys in time. @internal */
export class PacketSealer {
  sessions = 0
  rotations = 0
  private readonly chain: RatchetChain
  private session: SendSession | undefined
  readonly #scratch: Buffer = Buffer.alloc(maxInnerBytes + joinedBytes)
  #view: Buffer = Buffer.alloc(0)
  readonly #inner: InnerWriter

  constructor(
    secret: SFrameSecret,
    private readonly settings: SealerSettings,
    private readonly seams: SealerSeams = {},
  ) {
    this.chain = new RatchetChain(secret)
    this.#inner = new InnerWriter(this.#scratch)
  }

  /** Encrypts a payload, with its place. `isEnd`: it is an end marker. */
  seal(place: SealedPlace, payload: Uint8Array, nowMs: number, isEnd = false): Uint8Array {
    const session = this.sessionAt(nowMs)
    const { counter } = session
    if (counter >= mostPackets) throw exhausted()
    const { padToBytes } = this.settings
    const { tagBytes } = this.chain.suite
    const padded = padToBytes !== undefined
    const innerBytes = this.#inner.write(place, session.startOffsetMs, isEnd, padded)
    const header = session.header.write(counter)
    const bare = header.length + innerBytes + payload.length + tagBytes
    const padding = padded ? (padToBytes - (bare % padToBytes)) % padToBytes : 0
    const out = Buffer.allocUnsafe(bare + padding)
    for (let index = 0; index < header.length; index++) out[index] = header[index] as number
    // Whatever happens from here on, this counter is used up.
    session.counter++
    session.stepPackets++
    const { key } = session
    const plainBytes = innerBytes + payload.length + padding
    if (!padded && payload.length > joinedBytes) {
      const inner = this.#scratch.subarray(0, innerBytes)
      key.seal(out, header.length, header, 0, counter, inner, payload)
    } else {
      const plain = this.join(innerBytes, payload, padding)
      key.seal(out, header.length, header, 0, counter, this.viewOf(plain, plainBytes))
    }
    return out
  }

  /** Inner block, payload and padding as one piece. */
  private join(innerBytes: number, payload: Uint8Array, padding: number): Buffer {
    const end = innerBytes + payload.length
    let plain = this.#scratch
    if (end + padding > plain.length) {
      plain = Buffer.alloc(end + padding)
      this.#scratch.copy(plain, 0, 0, innerBytes)
    }
    plain.set(payload, innerBytes)
    if (this.settings.padToBytes !== undefined) {
      plain.writeUIntBE(padding, innerBytes - 3, 3)
      plain.fill(0, end, end + padding)
    }
    return plain
  }

  /** The beginning of some bytes; most packets are as long as the one before. */
  private viewOf(plain: Buffer, length: number): Buffer {
    if (plain !== this.#scratch) return plain
    if (this.#view.length !== length) this.#view = plain.subarray(0, length)
    return this.#view
  }

  /** The session, with the key that is due. */
  private sessionAt(nowMs: number): SendSession {
    const { session } = this
    if (session === undefined || nowMs - session.startedAtMs >= sessionMs) {
      return this.begin(nowMs)
    }
    const { rotateAfterMs, rotateAfterPackets } = this.settings
    if (session.stepPackets < rotateAfterPackets && nowMs - session.steppedAtMs < rotateAfterMs) {
      return session
    }
    this.rotations++
    if (session.isLastStep) return this.begin(nowMs)
    session.ratchet(nowMs)
    return session
  }

  private begin(nowMs: number): SendSession {
    const { newSession = newSessionId, firstCounter = 0 } = this.seams
    // The other end takes a session only if it began later than the one before it.
    const startMs = Math.max(nowMs, (this.session?.startedAtMs ?? -Infinity) + 1)
    this.session = new SendSession(this.chain, newSession(startMs), startMs)
    this.session.counter = firstCounter
    this.sessions++
    return this.session
  }
}

function exhausted(): PatchcordError {
  return new PatchcordError(
    'key-exhausted',
    `this stream has used up its ${mostPackets} counters; begin a new one`,
  )
}

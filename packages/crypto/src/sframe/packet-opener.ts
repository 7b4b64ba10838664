import { DerivationBudget } from './derivation-budget.js'
import type { FrameKey } from './frame-key.js'
import { InnerReader } from './inner-reader.js'
import { RatchetChain } from './ratchet-chain.js'
import { ReceiveSession, type ReceiveSettings } from './receive-session.js'
import { isLater, mayBeLater, offsetOf, startOf, stepMask } from './session-id.js'
import { HeaderFields, maxSFrameHeaderBytes } from './sframe-header.js'
import type { SFrameSecret } from './sframe-options.js'

/** Why a packet was not taken. @internal */
export type Refusal = 'authentication' | 'key-id' | 'syntax' | 'replay'

/** It tells the end, as another packet did before. */
type Repetition = 'end-again'

/** Sessions that are kept beside the newest, for their grace period. */
const mostSuperseded = 4
/** Bytes in the shortest inner block. */
const leastInnerBytes = 10

/**
 * Opens packets of one sender. Nothing that is not authenticated moves a window, is kept, or takes
 * more than one derivation of a key, and those are bounded.
 *
 * @internal
 */
export class PacketOpener {
  /** What the packet that was opened last says. */
  readonly inner: InnerReader = new InnerReader()
  /** How many packets were given up for it. */
  given = 0
  /** It began a session in the place of another. */
  began = false
  /** It is the end of the newest session. */
  ended = false
  sessions = 0
  readonly chain: RatchetChain
  private readonly header = new HeaderFields()
  private readonly budget = new DerivationBudget()
  /** The newest first. */
  private known: ReceiveSession[] = []
  private lostBefore = 0
  /** The header of the packet under way, at each length that it can have. */
  private readonly aads: readonly Buffer[]

  constructor(
    secret: SFrameSecret,
    private readonly settings: ReceiveSettings,
    private readonly now: () => number,
  ) {
    this.chain = new RatchetChain(secret)
    const bytes = Buffer.alloc(maxSFrameHeaderBytes)
    this.aads = Array.from({ length: bytes.length + 1 }, (_, end) => bytes.subarray(0, end))
  }

  /** Packets that are missing for good, unless they come still. */
  get lost(): number {
    return this.known.reduce((sum, { window }) => sum + window.lost, this.lostBefore)
  }

  /** Whether nothing of the newest session is awaited. */
  get isComplete(): boolean {
    return this.known[0]?.window.isComplete === true
  }

  /** Whether the last packets of the newest session are missing. */
  get missesTail(): boolean {
    return this.known[0]?.missesTail === true
  }

  /** Opens a packet into `inner`, or tells why not. */
  open(bytes: Uint8Array): Refusal | Repetition | undefined {
    const { header } = this
    const least = leastInnerBytes + this.chain.suite.tagBytes
    if (!(bytes instanceof Uint8Array) || !header.read(bytes)) return 'syntax'
    // No sender counts further, so that a number serves as counter.
    if (header.ctrHigh !== 0 || bytes.length < header.byteLength + least) return 'syntax'
    this.began = false
    this.ended = false
    const session = this.find()
    return session === undefined ? this.openNew(bytes) : this.openKnown(bytes, session)
  }

  /** Gives up what is missing still, at the end; returns how many packets. */
  settle(): number {
    return this.known.reduce((sum, { window }) => sum + window.settleAll(), 0)
  }

  private find(): ReceiveSession | undefined {
    const { kidHigh, kidLow } = this.header
    const found = this.known.find((session) => session.matches(kidHigh, kidLow))
    if (found === undefined || found.expiresAtMs === Infinity) return found
    return this.now() < found.expiresAtMs ? found : undefined
  }

  private openKnown(bytes: Uint8Array, session: ReceiveSession): Refusal | Repetition | undefined {
    const { kidHigh, kidLow, ctrLow } = this.header
    if (!session.window.admits(ctrLow)) return session.hasEndedBy(ctrLow) ? 'end-again' : 'replay'
    const step = kidLow & stepMask
    if (!session.takes(step, this.now)) return 'key-id'
    const kept = session.keyOf(step)
    if (kept === undefined && !this.budget.take(this.now())) return 'key-id'
    const key = kept ?? this.chain.keyFor(kidHigh, kidLow)
    const refusal = this.decrypt(bytes, key)
    if (refusal !== undefined) return refusal
    if (kept === undefined) this.budget.giveBack()
    if (this.inner.startOffsetMs !== offsetOf(session.startMs)) return 'syntax'
    if (kept === undefined || step !== session.step) session.adopt(step, key, this.now())
    return this.accept(session)
  }

  private openNew(bytes: Uint8Array): Refusal | undefined {
    const { kidHigh, kidLow } = this.header
    const [newest] = this.known
    if (newest !== undefined && !mayBeLater(kidHigh, newest.startMs)) return 'key-id'
    const nowMs = this.now()
    if (!this.budget.take(nowMs)) return 'key-id'
    const key = this.chain.keyFor(kidHigh, kidLow)
    const refusal = this.decrypt(bytes, key)
    if (refusal !== undefined) return refusal
    this.budget.giveBack()
    const startMs = startOf(kidHigh, this.inner.startOffsetMs)
    // It was recorded earlier, or is over.
    if (newest !== undefined && !isLater(startMs, newest.startMs)) return 'replay'
    const { chain, settings } = this
    this.supersede(nowMs)
    const session = new ReceiveSession(chain, settings, kidHigh, kidLow, startMs, key, nowMs)
    this.known.unshift(session)
    this.began = newest !== undefined
    this.sessions++
    return this.accept(session)
  }

  private supersede(nowMs: number): void {
    const [newest] = this.known
    if (newest !== undefined) newest.expiresAtMs = nowMs + this.settings.graceMs
    const kept = this.known.filter(({ expiresAtMs }) => expiresAtMs > nowMs)
    const keptOnes = kept.slice(0, mostSuperseded)
    for (const session of this.known) {
      if (keptOnes.includes(session)) continue
      session.window.settleAll()
      this.lostBefore += session.window.lost
    }
    this.known = keptOnes
  }

  private decrypt(bytes: Uint8Array, key: FrameKey): Refusal | undefined {
    const { byteLength, ctrLow } = this.header
    const aad = this.aads[byteLength] as Buffer
    for (let index = 0; index < byteLength; index++) aad[index] = bytes[index] as number
    const plain = key.open(bytes, byteLength, aad, 0, ctrLow)
    if (plain === undefined) return 'authentication'
    return this.inner.read(plain) ? undefined : 'syntax'
  }

  private accept(session: ReceiveSession): undefined {
    const { ctrLow } = this.header
    const { isEnd, frameCount } = this.inner
    if (isEnd && session.endCounter === undefined) {
      session.endCounter = Math.max(0, ctrLow - frameCount)
    }
    this.given = this.addTo(session, isEnd ? frameCount : 0)
    this.ended = isEnd && session === this.known[0]
    return undefined
  }

  /** Adds a counter, and those of the end markers before it: losing one of them loses nothing. */
  private addTo({ window }: ReceiveSession, before: number): number {
    const { ctrLow } = this.header
    let given = 0
    for (let counter = Math.max(0, ctrLow - before); counter <= ctrLow; counter++) {
      if (window.admits(counter)) given += window.add(counter)
    }
    return given
  }
}

import type { FrameKey } from './frame-key.js'
import { HeaderWriter } from './header-writer.js'
import type { RatchetChain } from './ratchet-chain.js'
import { type SessionId, offsetOf, stepMask } from './session-id.js'

/** One key id and its ratchet steps. Its counter runs on across them, so one window serves all. @internal */
export class SendSession {
  counter = 0
  step = 0
  /** Packets under the key of this step. */
  stepPackets = 0
  /** When the key of this step was taken. */
  steppedAtMs: number
  readonly startOffsetMs: number
  key: FrameKey
  readonly header: HeaderWriter = new HeaderWriter()

  constructor(
    private readonly chain: RatchetChain,
    private readonly id: SessionId,
    /** By the clock; the key id does not tell the year. */
    readonly startedAtMs: number,
  ) {
    this.steppedAtMs = startedAtMs
    this.startOffsetMs = offsetOf(id.startMs)
    this.key = this.deriveKey()
  }

  /** Whether the ratchet has come to its end. */
  get isLastStep(): boolean {
    return this.step === stepMask
  }

  /** Goes on with the next key. */
  ratchet(nowMs: number): void {
    this.step++
    this.stepPackets = 0
    this.steppedAtMs = nowMs
    this.key = this.deriveKey()
  }

  private deriveKey(): FrameKey {
    const { kidHigh } = this.id
    const kidLow = (this.id.kidLow | this.step) >>> 0
    this.header.setKid(kidHigh, kidLow)
    return this.chain.keyFor(kidHigh, kidLow)
  }
}

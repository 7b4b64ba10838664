import type { FrameKey } from './frame-key.js'
import type { RatchetChain } from './ratchet-chain.js'
import { ReplayWindow } from './replay-window.js'
import { stepMask } from './session-id.js'

/** What a receiver is told about windows and times. @internal */
export interface ReceiveSettings {
  readonly replayWindow: number
  readonly reorderPackets: number
  readonly graceMs: number
}

/** One session of the sender's, known since one of its packets was authenticated. @internal */
export class ReceiveSession {
  readonly window: ReplayWindow
  /** When its packets are refused, once another session has begun. */
  expiresAtMs: number = Infinity
  /** The step of the ratchet that the sender has come to. */
  step: number = 0
  /** The counter of the end, once it has been told. */
  endCounter: number | undefined
  private readonly keys = new Map<number, FrameKey>()
  /** Until when the keys of earlier steps are taken. */
  private readonly retiredAtMs = new Map<number, number>()
  private readonly sessionLow: number

  constructor(
    private readonly chain: RatchetChain,
    private readonly settings: ReceiveSettings,
    private readonly kidHigh: number,
    kidLow: number,
    readonly startMs: number,
    key: FrameKey,
    nowMs: number,
  ) {
    this.window = new ReplayWindow(settings.replayWindow, settings.reorderPackets)
    this.sessionLow = (kidLow & ~stepMask) >>> 0
    this.adopt(kidLow & stepMask, key, nowMs)
  }

  /** Whether a key id belongs to it. */
  matches(kidHigh: number, kidLow: number): boolean {
    return kidHigh === this.kidHigh && (kidLow & ~stepMask) >>> 0 === this.sessionLow
  }

  /** The key of a step, where it has one. */
  keyOf(step: number): FrameKey | undefined {
    return this.keys.get(step)
  }

  /** Whether it is not too late for packets of a step. */
  takes(step: number, now: () => number): boolean {
    return step >= this.step || now() < (this.retiredAtMs.get(step) as number)
  }

  /** Whether a counter is that of an end marker, once the end has been told. */
  hasEndedBy(counter: number): boolean {
    return this.endCounter !== undefined && counter >= this.endCounter
  }

  /** Whether the last packets before its end are missing. */
  get missesTail(): boolean {
    const { endCounter } = this
    return endCounter !== undefined && endCounter > 0 && !this.window.hasCome(endCounter - 1)
  }

  /** Keeps the key of a step that has opened a packet, and has the one after it ready. */
  adopt(step: number, key: FrameKey, nowMs: number): void {
    this.keys.set(step, key)
    if (step < this.step) return
    for (let old = this.step; old < step; old++) {
      this.retiredAtMs.set(old, nowMs + this.settings.graceMs)
    }
    this.step = step
    for (const [old, untilMs] of this.retiredAtMs) if (untilMs <= nowMs) this.keys.delete(old)
    if (step < stepMask && !this.keys.has(step + 1)) {
      this.keys.set(step + 1, this.chain.keyFor(this.kidHigh, this.sessionLow | (step + 1)))
    }
  }
}

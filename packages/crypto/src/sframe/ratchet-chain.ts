import type { KeyObject } from 'node:crypto'
import { FrameKey } from './frame-key.js'
import { ratchet } from './key-schedule.js'
import { stepMask } from './session-id.js'
import type { SFrameSecret } from './sframe-options.js'
import type { SFrameSuiteParts } from './sframe-suite.js'

/**
 * The keys of all sessions of one sender: RFC 9605, section 5.1. A step of the ratchet depends on
 * no session, so each is taken once, and what a key id costs does not grow with its step.
 *
 * @internal
 */
export class RatchetChain {
  readonly suite: SFrameSuiteParts
  /** Keys that were derived so far. */
  derived = 0
  private readonly steps: KeyObject[]

  constructor({ suite, baseKey }: SFrameSecret) {
    this.suite = suite
    this.steps = [baseKey]
  }

  /** The key for a key id, in two halves. */
  keyFor(kidHigh: number, kidLow: number): FrameKey {
    this.derived++
    const step = kidLow & stepMask
    for (let known = this.steps.length; known <= step; known++) {
      this.steps.push(ratchet(this.suite, this.steps[known - 1] as KeyObject))
    }
    const kid = (BigInt(kidHigh >>> 0) << 32n) | BigInt(kidLow >>> 0)
    return FrameKey.derive(this.suite, this.steps[step] as KeyObject, kid)
  }
}

import { randomBytes } from 'node:crypto'

/** The ratchet step stands in the six lowest bits of a key id. @internal */
export const stepMask = 63

/** What the first 16 bits of a key id count, from the Unix epoch on. */
const unitMs = 16_384_000
/** When they begin again: after 34 years. */
const cycleMs = unitMs * 2 ** 16

/** A key id at step 0, in halves of 32 bits, and when its session began. @internal */
export interface SessionId {
  readonly kidHigh: number
  readonly kidLow: number
  /** Whole milliseconds, from 0 to 34 years, which begin again. */
  readonly startMs: number
}

/**
 * A fresh key id: 16 bits for the time in units of 4.5 hours, 42 random bits, 6 bits for the step of the
 * ratchet. Two sessions share one only if they begin in the same unit and draw the same bits.
 *
 * @internal
 */
export function newSessionId(nowMs: number, random: Buffer = randomBytes(6)): SessionId {
  const startMs = Math.floor(nowMs) % cycleMs
  const unit = Math.floor(startMs / unitMs)
  const kidHigh = ((unit << 16) | random.readUInt16BE(0)) >>> 0
  const kidLow = ((random.readUInt32BE(2) >>> 6) << 6) >>> 0
  return { kidHigh, kidLow, startMs }
}

/** What of the start the key id does not tell: milliseconds within the unit, 24 bits. @internal */
export function offsetOf(startMs: number): number {
  return startMs % unitMs
}

/** When a session began, by its key id and the offset within the unit. @internal */
export function startOf(kidHigh: number, offsetMs: number): number {
  return (kidHigh >>> 16) * unitMs + offsetMs
}

/** Whether a session began later than another, by up to 17 years. @internal */
export function isLater(startMs: number, otherMs: number): boolean {
  const byMs = (startMs - otherMs + cycleMs) % cycleMs
  return byMs > 0 && byMs < cycleMs / 2
}

/** Whether a session may have begun later than another, for all that its key id tells. @internal */
export function mayBeLater(kidHigh: number, otherMs: number): boolean {
  return isLater(startOf(kidHigh, unitMs - 1), otherMs)
}

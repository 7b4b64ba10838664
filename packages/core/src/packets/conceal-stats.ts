import type { PortStats } from '../ports/port-stats.js'

/** What {@link concealGaps} has done so far. */
export interface ConcealStats extends PortStats {
  /** Gaps that were filled. */
  readonly concealedGaps: number
  /** Frames that were put in. */
  readonly concealedFrames: number
  /** Frames that were cut off because their place was taken already. */
  readonly trimmedFrames: number
  /** Jumps that were left in the timeline. */
  readonly jumps: number
}

/** The counters behind {@link ConcealStats}. @internal */
export type ConcealCounters = {
  -readonly [Key in Exclude<keyof ConcealStats, keyof PortStats>]: number
}

/** Counters at zero. @internal */
export function newConcealCounters(): ConcealCounters {
  return { concealedGaps: 0, concealedFrames: 0, trimmedFrames: 0, jumps: 0 }
}

/** The event `concealed` of {@link concealGaps}: a gap was filled. */
export interface ConcealedEvent {
  /** The name of the stage. */
  readonly stage: string
  /** Where the gap begins, in frames. */
  readonly position: number
  /** How long it is, in frames. */
  readonly frameCount: number
  readonly durationMs: number
}

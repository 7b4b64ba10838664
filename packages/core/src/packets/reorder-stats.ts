import type { PortStats } from '../ports/port-stats.js'

/**
 * What {@link reorder} has seen so far. Every packet that came in went out, waits (part of
 * `queueDepth`), or is one of `duplicates`, `late` and `invalid`.
 */
export interface ReorderStats extends PortStats {
  /** Packets that came in. */
  readonly received: number
  /** Packets that came after one that follows them, and were put back in order. */
  readonly reordered: number
  /** Packets that had come before, and were dropped. */
  readonly duplicates: number
  /** Packets that came after they had been given up, and were dropped. */
  readonly late: number
  /** Packets with an impossible sequence number, dropped. */
  readonly invalid: number
  /** Packets that did not come in time: those that are missing in the output, `late` ones among them. */
  readonly lost: number
  /** Stretches of lost packets. */
  readonly gaps: number
  /** How often the sender began to count anew. */
  readonly restarts: number
}

/** The counters behind {@link ReorderStats}. @internal */
export type ReorderCounters = {
  -readonly [Key in Exclude<keyof ReorderStats, keyof PortStats>]: number
}

/** Counters at zero. @internal */
export function newReorderCounters(): ReorderCounters {
  return {
    received: 0,
    reordered: 0,
    duplicates: 0,
    late: 0,
    invalid: 0,
    lost: 0,
    gaps: 0,
    restarts: 0,
  }
}

/** The event `gap` of {@link reorder}: packets were given up. */
export interface GapEvent {
  /** The name of the stage. */
  readonly stage: string
  /** The sequence number of the first packet that is missing. */
  readonly sequence: number
  /** How many packets are missing. */
  readonly packets: number
  /** Where the gap begins, in frames. */
  readonly position: number
  /** How long it is, in frames. */
  readonly frames: number
}

/** What went through a port so far. */
export interface PortStats {
  /** Items that came in (0 for a source). */
  readonly itemsIn: number
  readonly framesIn: number
  /** Items that went out (0 for a sink). */
  readonly itemsOut: number
  readonly framesOut: number
  /** Items that were dropped here. */
  readonly drops: number
  readonly droppedFrames: number
  /** Times that a queue was found full. */
  readonly overruns: number
  /** Times that the port ran dry. */
  readonly underruns: number
  /** Items that wait here now. */
  readonly queueDepth: number
}

/** The counters behind {@link PortStats}. @internal */
export type PortCounters = { -readonly [Key in Exclude<keyof PortStats, 'queueDepth'>]: number }

/** Counters at zero. @internal */
export function newPortCounters(): PortCounters {
  return {
    itemsIn: 0,
    framesIn: 0,
    itemsOut: 0,
    framesOut: 0,
    drops: 0,
    droppedFrames: 0,
    overruns: 0,
    underruns: 0,
  }
}

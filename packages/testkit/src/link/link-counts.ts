/** What a lossy link has done so far, in items. */
export interface LinkCounts {
  /** Items that were sent into the link. */
  readonly sent: number
  /** Items that came out, duplicates and replays among them. */
  readonly delivered: number
  /** Items that the link lost. */
  readonly lost: number
  /** Frames in the lost items. */
  readonly lostFrames: number
  /** Items that came out once more than they were sent. */
  readonly duplicated: number
  /** Items that came out after one that was sent later (RFC 4737), copies not counted. */
  readonly reordered: number
  /** Packets of which a copy came out with a flipped bit. */
  readonly corrupted: number
  /** Items that came out once more because somebody had recorded them. */
  readonly replayed: number
  /** The longest time in the link, in milliseconds; replays do not count. */
  readonly maxDelayMs: number
  /** The average time in the link, in milliseconds; replays do not count. */
  readonly meanDelayMs: number
}

/** An item that the link lost. */
export interface LinkLossEvent {
  /** The name of the link. */
  readonly stage: string
  readonly items: number
  readonly frames: number
  /** Where the lost item lay in the stream, in frames. */
  readonly position: number
  /** The number of the lost packet; absent for buffers. */
  readonly sequence: number | undefined
}

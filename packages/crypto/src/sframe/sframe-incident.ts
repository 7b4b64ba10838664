import type { PortStats } from '@patchcord/core'

/**
 * What the receiver of an encrypted stream tells about.
 *
 * - `authentication`: a packet was not made with this key by this sender, or was changed
 * - `key-id`: a packet names a session or a key that is over, or there were too many unknown ones
 * - `syntax`: a packet is no SFrame packet of ours
 * - `replay`: a packet has come before, or is too old to tell
 * - `gap`: packets are missing
 * - `end`: the sender has told that the stream has ended
 * - `cut`: the input has ended, or the port was closed, and the sender has told no end
 */
export type SFrameIncidentReason =
  'authentication' | 'key-id' | 'syntax' | 'replay' | 'gap' | 'end' | 'cut'

/** The event `incident` of {@link sframeDecrypt}. */
export interface SFrameIncident {
  /** The name of the stage. */
  readonly stage: string
  readonly reason: SFrameIncidentReason
  /** How many packets it stands for, since the one before of this reason; 1 for `end` and `cut`. */
  readonly count: number
}

/**
 * How an encrypted stream ended, for all that is known: it goes on (`open`), its sender has ended it
 * (`ended`), or it stopped without that (`cut`).
 */
export type SFrameEnding = 'open' | 'ended' | 'cut'

/** What {@link sframeDecrypt} has seen so far. All but the last three count packets. */
export interface SFrameDecryptStats extends PortStats {
  /** Packets that were opened and passed on. */
  readonly delivered: number
  /** Refused: not authentic. */
  readonly authentication: number
  /** Refused: of no key that is, or may be, in use. */
  readonly keyId: number
  /** Refused: no packet of ours. */
  readonly syntax: number
  /** Refused: they have come before, or are too old. End markers after the first do not count. */
  readonly replay: number
  /** Missing, by the sender's counters; one that comes late is taken off again. */
  readonly lost: number
  /** Sessions of the sender's that were begun. */
  readonly sessions: number
  /** Keys that were derived. */
  readonly derivedKeys: number
  readonly ending: SFrameEnding
}

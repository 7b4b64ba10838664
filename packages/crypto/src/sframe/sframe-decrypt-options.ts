import { checkKnownOptions, checkNumber } from '@patchcord/core'
import type { ReceiveSettings } from './receive-session.js'
import { type SFrameOptions, sframeOptionNames } from './sframe-options.js'

/** Options of {@link sframeDecrypt}. */
export interface SFrameDecryptOptions extends SFrameOptions {
  /**
   * How many of the last counters are remembered: a packet that is older, or has come before, is
   * refused as a replay. 64 to 65 536.
   *
   * @defaultValue 1024
   */
  readonly replayWindow?: number
  /**
   * How many later packets may come before a missing one is given up, counted as lost and raised
   * as `gap`; it is delivered still if it comes. 0 to `replayWindow` - 1. With 0, for links that
   * keep the order, the packet after a gap is marked `discontinuity`; else the mark is left to
   * `reorder()`, which knows what has only been overtaken.
   *
   * @defaultValue 8, as many as `reorder()` waits for
   */
  readonly reorderPackets?: number
  /**
   * How long packets of the last key, of the last session, and from before the end may still come,
   * in milliseconds by the clock: 0 to 60 000.
   *
   * @defaultValue 2000
   */
  readonly graceMs?: number
  /**
   * Incidents of one kind are raised at most once in so many milliseconds, with their count: 0 to
   * 3 600 000; 0 raises each.
   *
   * @defaultValue 1000
   */
  readonly reportIntervalMs?: number
}

/** The options with their defaults. @internal */
export interface CheckedDecryptOptions extends ReceiveSettings {
  readonly reportIntervalMs: number
}

const names = [
  ...sframeOptionNames,
  'replayWindow',
  'reorderPackets',
  'graceMs',
  'reportIntervalMs',
]

/** Checks what only the receiver has. @internal */
export function checkDecryptOptions(options: SFrameDecryptOptions): CheckedDecryptOptions {
  checkKnownOptions('sframeDecrypt', options, names)
  const { replayWindow = 1024, reorderPackets = 8, graceMs = 2000 } = options
  const { reportIntervalMs = 1000 } = options
  const packets = { integer: true, unit: 'packets' } as const
  checkNumber('replayWindow', replayWindow, { min: 64, max: 65_536, ...packets })
  checkNumber('reorderPackets', reorderPackets, { min: 0, max: replayWindow - 1, ...packets })
  checkNumber('graceMs', graceMs, { min: 0, max: 60_000, unit: 'ms' })
  checkNumber('reportIntervalMs', reportIntervalMs, { min: 0, max: 3_600_000, unit: 'ms' })
  return { replayWindow, reorderPackets, graceMs, reportIntervalMs }
}

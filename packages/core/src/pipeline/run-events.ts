import type { DropEvent, FormatChangedEvent, UnderrunEvent } from '../ports/port-events.js'

/** How a run is doing. */
export type RunHealth =
  'starting' | 'running' | 'paused' | 'stalled' | 'draining' | 'ended' | 'failed'

/** Nothing has moved for a while. */
export interface StalledEvent {
  /** How long nothing has moved. */
  readonly forMs: number
  /** The stage that most likely holds the others up: the last one that has items waiting. */
  readonly stage: string
}

/** A branch of a `broadcast()` failed and was left out from then on. */
export interface BranchFailedEvent {
  readonly stage: string
  /** Which branch, from 0. */
  readonly branch: number
  readonly error: unknown
}

/** The events of a run and what each carries. */
export interface RunEvents {
  /** All stages are open and items flow. */
  readonly started: Record<never, never>
  readonly paused: Record<never, never>
  readonly resumed: Record<never, never>
  readonly stalled: StalledEvent
  readonly health: { readonly from: RunHealth; readonly to: RunHealth }
  readonly drop: DropEvent
  readonly underrun: UnderrunEvent
  readonly 'format-changed': FormatChangedEvent
  readonly 'branch-failed': BranchFailedEvent
}

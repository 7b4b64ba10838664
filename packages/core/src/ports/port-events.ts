import type { AudioFormat } from '../format/audio-format.js'
import type { PortState } from './port-state.js'

/** Why items were dropped. */
export type DropReason = 'overflow' | 'paused' | 'late' | 'duplicate' | 'invalid'

/** Items that were lost, and where. */
export interface DropEvent {
  /** The name of the stage. */
  readonly stage: string
  readonly items: number
  readonly frames: number
  readonly reason: DropReason
}

/** A device or sink that ran dry and played silence. */
export interface UnderrunEvent {
  readonly stage: string
  /** Frames of silence that were put in. */
  readonly frames: number
}

/** The format of a stream changed in its middle. */
export interface FormatChangedEvent {
  readonly stage: string
  readonly from: AudioFormat
  readonly to: AudioFormat
}

/** A port moved on in its life. */
export interface StateChangedEvent {
  readonly stage: string
  readonly from: PortState
  readonly to: PortState
}

/** The events that every port raises beside those of Node's streams. */
export interface PortEvents {
  readonly drop: DropEvent
  readonly underrun: UnderrunEvent
  readonly 'format-changed': FormatChangedEvent
  readonly 'state-changed': StateChangedEvent
}

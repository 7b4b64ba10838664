import type { AudioFormat } from '../format/audio-format.js'
import type { PortState } from '../ports/port-state.js'
import type { PortStats } from '../ports/port-stats.js'

/** Why a run ended. */
export type RunReason = 'ended' | 'stopped' | 'aborted' | 'failed'

/** Times of one stage's calls, in microseconds, from a sample of one call in sixteen. */
export interface StageTimes {
  readonly p50: number
  readonly p99: number
  readonly max: number
  /** How many calls were timed. */
  readonly samples: number
}

/**
 * Which backend executed the kernels that were given none of their own; where each was given one,
 * `native` if that is what they all have. `js` where there are no kernels.
 */
export interface BackendReport {
  readonly name: 'js' | 'native'
  /** Why it is not the native one, where that was wanted. */
  readonly fallbackReason?: string
  /**
   * The whole run, files included, was executed on the backend's thread: no item came by
   * JavaScript. Absent where that is not so.
   */
  readonly wholeRun?: boolean
}

/** Neighbouring stages whose kernels are executed by one call for each buffer. */
export interface FusedGroupReport {
  /** Their names, in order. */
  readonly stages: readonly string[]
  /** Times of the whole call; each stage's `timeUs` holds the part of its kernel. */
  readonly timeUs?: StageTimes
}

/** What one stage did. */
export interface StageReport extends PortStats {
  readonly name: string
  readonly role: 'source' | 'processor' | 'sink'
  /** Put in by `pipeline()` to fit two formats together. */
  readonly inserted: boolean
  readonly state: PortState
  readonly input?: AudioFormat
  readonly output?: AudioFormat
  /** What executes its kernel, where it is made of one. */
  readonly backend?: BackendReport['name']
  /** Its own work only, without that of the stages behind it. */
  readonly timeUs?: StageTimes
  /** The reports of the branches of a `broadcast()` or the inputs of a `mix()`, in their order. */
  readonly runs?: readonly RunReport[]
}

/** What a run did, from its begin to now or to its end. */
export interface RunReport {
  /** Why the run ended; `undefined` while it runs. */
  readonly reason?: RunReason
  /** Frames that reached the last stage. */
  readonly frames: number
  /** How long those frames last. */
  readonly durationMs: number
  /** Time since the start by the machine's clock. */
  readonly wallMs: number
  /** CPU time of the whole process meanwhile, in milliseconds. */
  readonly cpuMs: number
  /** How many times faster than real time: `durationMs / wallMs`. */
  readonly realTimeRatio: number
  /**
   * `nominalMs` is the sum of what the stages state; `measuredMs` the mean age of live items as
   * they reached the sink (absent for items without a timestamp).
   */
  readonly latency: { readonly nominalMs: number; readonly measuredMs?: number }
  readonly backend: BackendReport
  /** What is fused, where anything is: the last stage of a group may be one that is listened to. */
  readonly fusedGroups?: readonly FusedGroupReport[]
  /** Totals over all stages. */
  readonly drops: number
  readonly droppedFrames: number
  readonly overruns: number
  readonly underruns: number
  /** Frames were lost after the last item. */
  readonly tailDiscontinuity: boolean
  readonly stages: readonly StageReport[]
}

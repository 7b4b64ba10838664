import type { AudioFormat } from '../format/audio-format.js'
import type { OverflowPolicy } from '../queues/overflow-policy.js'
import type { AcceptedKind } from './item-check.js'
import type { PortOptions } from './port-options.js'
import type { ReblockTail } from './reblocker.js'

/** What the class of a processor declares about itself, beside the {@link PortOptions}. */
export interface ProcessorTraits {
  /**
   * The kind of item it takes; the other kind is refused with `wrong-item`.
   *
   * @defaultValue `'audio'`
   */
  readonly accepts?: AcceptedKind
  /**
   * The kind of item it gives.
   *
   * @defaultValue that of `accepts`
   */
  readonly emits?: AcceptedKind
  /**
   * Frames that each input must have exactly. The core re-blocks before the processor: at a
   * discontinuity, a format change and the end the block under way is closed as `requiredTail`
   * says.
   */
  readonly requiredFrames?: number | ((input: AudioFormat) => number)
  /**
   * What a last block that is not full becomes: filled up with silence, or short.
   *
   * @defaultValue `'pad'`
   */
  readonly requiredTail?: ReblockTail
  /**
   * The processor keeps inputs beyond `processItem` and releases them itself.
   *
   * @defaultValue false
   */
  readonly retains?: boolean
  /**
   * Whether an input's discontinuity is carried to the next output (`carry`), or the processor
   * marks its outputs itself because they do not follow its inputs (`own`): it holds items back,
   * or changes their order. With `carry` an output that is new takes over the metadata of the input
   * under way, and its place on the timeline where it is as long and has none; with `own` it does not.
   *
   * @defaultValue `'carry'`
   */
  readonly discontinuity?: 'carry' | 'own'
  /**
   * The processor delays audio: before an input that is marked `discontinuity` it is flushed, so
   * that what it holds is neither lost nor joined to audio from elsewhere.
   *
   * @defaultValue false
   */
  readonly flushOnDiscontinuity?: boolean
  /** The queue for items that are emitted outside `processItem` (jitter, reordering). */
  readonly lateQueue?: {
    /** @defaultValue 64 */
    readonly capacityItems?: number
    /** @defaultValue `'drop-oldest'` */
    readonly overflow?: Exclude<OverflowPolicy, 'block'>
  }
}

/** What the constructor of `AudioProcessor` takes. */
export interface ProcessorOptions extends PortOptions, ProcessorTraits {}

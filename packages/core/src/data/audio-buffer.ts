import { PatchcordError } from '../errors/patchcord-error.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { ChannelLayout } from '../format/channel-layout.js'
import { framesToMs } from '../time/time.js'
import { type BufferMemory, releaseMemory, retainMemory } from './buffer-memory.js'
import { type ItemKind } from './item.js'
import { type Metadata, emptyMetadata } from './metadata.js'

/** What an {@link AudioBuffer} is made of. */
export interface AudioBufferInit {
  readonly sampleRate: number
  readonly channelCount: number
  readonly channelLayout?: ChannelLayout | undefined
  /** Planar samples: `channelCount * frameCount` of them. */
  readonly samples: Float32Array
  /** @defaultValue 0 */
  readonly position?: number | undefined
  readonly timestampMs?: number | undefined
  /** @defaultValue false */
  readonly discontinuity?: boolean | undefined
  /** @defaultValue `{}` */
  readonly metadata?: Metadata | undefined
}

/** The fields that {@link AudioBuffer.with} can replace. */
export type AudioBufferChanges = Partial<
  Pick<AudioBufferInit, 'position' | 'timestampMs' | 'discontinuity' | 'metadata'>
>

/**
 * A stretch of audio: planar 32-bit float samples in one contiguous array, with its place in the
 * stream. Full scale is ±1. Channel `c` lies at `[c * frameCount, (c + 1) * frameCount)`.
 *
 * Ownership moves with the buffer: once it is written downstream, the writer must not touch it.
 *
 * @example
 * ```ts
 * import { AudioBuffer } from '@patchcord/core'
 *
 * const buffer = new AudioBuffer({
 *   sampleRate: 48_000,
 *   channelCount: 2,
 *   samples: new Float32Array(2 * 480), // 10 ms
 * })
 * buffer.channel(1).fill(0.5)
 * console.log(buffer.frameCount, buffer.durationMs) // 480 10
 * ```
 */
export class AudioBuffer implements AudioFormat {
  /** Hz. */
  readonly sampleRate: number
  readonly channelCount: number
  readonly channelLayout: ChannelLayout | undefined
  readonly frameCount: number
  /** Planar: channel `c` at `[c * frameCount, (c + 1) * frameCount)`. */
  readonly samples: Float32Array
  /** Index of the first frame since the stream began, at this buffer's own rate. */
  readonly position: number
  /** When the first frame was captured: monotonic, on the Unix epoch's scale; absent offline. */
  readonly timestampMs: number | undefined
  /** Frames were lost, or the stream jumped, just before this buffer. */
  readonly discontinuity: boolean
  /** Travels on through every stage. */
  readonly metadata: Metadata
  /** @internal */
  memory: BufferMemory | undefined
  /** @internal */
  generation: number

  constructor(init: AudioBufferInit) {
    const { samples, channelCount } = init
    const frameCount = samples.length / channelCount
    if (!Number.isInteger(frameCount) || !Number.isInteger(channelCount) || channelCount < 1) {
      throw new PatchcordError(
        'invalid-option',
        `samples must hold channelCount * frameCount numbers; ${samples.length} is no multiple of ${channelCount} channels`,
        { details: { sampleCount: samples.length, channelCount } },
      )
    }
    this.sampleRate = init.sampleRate
    this.channelCount = channelCount
    this.channelLayout = init.channelLayout
    this.frameCount = frameCount
    this.samples = samples
    this.position = init.position ?? 0
    this.timestampMs = init.timestampMs
    this.discontinuity = init.discontinuity ?? false
    this.metadata = init.metadata ?? emptyMetadata
    this.memory = undefined
    this.generation = 0
  }

  /** The samples of one channel: a view, not a copy. */
  channel(index: number): Float32Array {
    if (!(index >= 0 && index < this.channelCount)) {
      throw new PatchcordError(
        'invalid-option',
        `channel index must be from 0 to ${this.channelCount - 1}, got ${index}`,
        { details: { index, channelCount: this.channelCount } },
      )
    }
    return this.samples.subarray(index * this.frameCount, (index + 1) * this.frameCount)
  }

  /** How long the buffer lasts. */
  get durationMs(): number {
    return framesToMs(this.frameCount, this.sampleRate)
  }

  /** A buffer with the same samples and ownership, and other particulars. */
  with(changes: AudioBufferChanges): AudioBuffer {
    const next = new AudioBuffer({
      sampleRate: this.sampleRate,
      channelCount: this.channelCount,
      channelLayout: this.channelLayout,
      samples: this.samples,
      position: changes.position ?? this.position,
      timestampMs: 'timestampMs' in changes ? changes.timestampMs : this.timestampMs,
      discontinuity: changes.discontinuity ?? this.discontinuity,
      metadata: changes.metadata ?? this.metadata,
    })
    next.memory = this.memory
    next.generation = this.generation
    return next
  }

  /** A buffer of its own with the same content, outside any pool. */
  copy(): AudioBuffer {
    return new AudioBuffer({ ...this.particulars(), samples: this.samples.slice() })
  }

  /**
   * Whether other owners hold the same samples, so that working in place would change theirs.
   */
  get shared(): boolean {
    return this.memory !== undefined && this.memory.owners > 1
  }

  /** Whether the samples went back to their pool and must not be used any more. */
  get released(): boolean {
    return this.memory !== undefined && this.memory.generation !== this.generation
  }

  /** Adds an owner: one more {@link AudioBuffer.release} is needed. For those who keep a buffer. */
  retain(): this {
    if (this.released) {
      throw new PatchcordError(
        'buffer-released',
        'this buffer was already given back to its pool; retain it earlier',
      )
    }
    if (this.memory !== undefined) retainMemory(this.memory)
    return this
  }

  /**
   * Gives the samples back to their pool, if they came from one. Ports do this by themselves; a
   * second release is harmless.
   */
  release(): void {
    if (this.memory !== undefined) releaseMemory(this.memory, this.generation)
  }

  /**
   * Takes the samples out of their pool for good: from now on they are ordinary memory, however
   * long somebody holds on to them.
   */
  detach(): this {
    if (this.memory !== undefined && this.memory.generation === this.generation)
      this.memory.home = undefined
    return this
  }

  /** @internal */
  particulars(): Omit<AudioBufferInit, 'samples'> {
    return {
      sampleRate: this.sampleRate,
      channelCount: this.channelCount,
      channelLayout: this.channelLayout,
      position: this.position,
      timestampMs: this.timestampMs,
      discontinuity: this.discontinuity,
      metadata: this.metadata,
    }
  }

  /** @internal */
  get '~kind'(): ItemKind {
    return 'audio'
  }
}

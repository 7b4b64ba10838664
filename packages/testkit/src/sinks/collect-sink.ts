import {
  AudioBuffer,
  type AudioFormat,
  AudioSink,
  type Item,
  Packet,
  PatchcordError,
  type PortOptions,
  checkChoice,
  checkKnownOptions,
  portOptionNames,
} from '@patchcord/core'
import { type AcceptedItem, type Accepts, acceptedKinds } from './accepted-kind.js'
import { joinChannels } from './join-channels.js'

/** Options of {@link collectSink}. */
export interface CollectSinkOptions<Kind extends Accepts = Accepts> extends PortOptions {
  /**
   * What it takes.
   *
   * @defaultValue `'any'`
   */
  readonly accepts?: Kind
}

/** A sink that keeps a copy of everything; made by {@link collectSink}. */
export class CollectSink<Kind extends Accepts = 'any'> extends AudioSink<AcceptedItem<Kind>> {
  private readonly kept: AcceptedItem<Kind>[] = []
  private readonly seen: AudioFormat[] = []

  constructor(options: CollectSinkOptions<Kind> = {}) {
    checkKnownOptions('collectSink', options, [...portOptionNames, 'accepts'])
    super({
      name: 'collectSink',
      ...options,
      accepts: checkChoice('accepts', options.accepts ?? 'any', acceptedKinds),
    })
  }

  /** Copies of all items, in the order in which they came. */
  get items(): readonly AcceptedItem<Kind>[] {
    return this.kept
  }

  /** Copies of the buffers. */
  get buffers(): readonly AudioBuffer[] {
    return (this.kept as readonly Item[]).filter((item) => item instanceof AudioBuffer)
  }

  /** Copies of the packets. */
  get packets(): readonly Packet[] {
    return (this.kept as readonly Item[]).filter((item) => item instanceof Packet)
  }

  /** The formats that were announced: the first, and each that the stream changed to. */
  get formats(): readonly AudioFormat[] {
    return this.seen
  }

  /** Frames that came. */
  get frames(): number {
    return this.kept.reduce((sum, item) => sum + item.frameCount, 0)
  }

  /** All samples in one array: of the first channel, then of the second, and so on. */
  get samples(): Float32Array {
    const channels = this.toChannels()
    const frames = channels[0]?.length ?? 0
    const samples = new Float32Array(channels.length * frames)
    channels.forEach((channel, index) => samples.set(channel, index * frames))
    return samples
  }

  /**
   * The samples of each channel in one array. Buffers are put behind each other; what was lost
   * between them is not filled in.
   *
   * Throws `invalid-state` where the channel count changed in mid-stream.
   */
  toChannels(): Float32Array[] {
    const { buffers } = this
    const counts = new Set(buffers.map((buffer) => buffer.channelCount))
    if (counts.size <= 1) return joinChannels(buffers)
    throw new PatchcordError(
      'invalid-state',
      `the stream changed its channel count (${[...counts].join(', ')}); read buffers instead`,
      { details: { channelCounts: [...counts] } },
    )
  }

  protected override open(format: AudioFormat): void {
    this.seen.push(format)
  }

  protected override changeFormat(_from: AudioFormat, to: AudioFormat): void {
    this.seen.push(to)
  }

  protected writeItem(item: AcceptedItem<Kind>): void {
    this.kept.push(item.copy() as AcceptedItem<Kind>)
  }
}

/**
 * A sink that keeps a copy of all that comes, for a test to look at.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { collectSink, impulse } from '@patchcord/testkit'
 *
 * const collected = collectSink()
 * await pipeline(impulse({ amplitude: 0.5, frameCount: 3 }), collected).finished
 * console.log(collected.samples) // Float32Array(3) [ 0.5, 0, 0 ]
 * ```
 */
export function collectSink<Kind extends Accepts = 'any'>(
  options: CollectSinkOptions<Kind> = {},
): CollectSink<Kind> {
  return new CollectSink(options)
}

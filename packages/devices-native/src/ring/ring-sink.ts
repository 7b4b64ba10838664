import {
  type AudioBuffer,
  type AudioFormat,
  AudioSink,
  type OverflowPolicy,
  PatchcordError,
  type PortOptions,
  checkChoice,
  checkKnownOptions,
  portOptionNames,
  unsupportedFormat,
} from '@patchcord/core'
import type { AudioRing } from './audio-ring.js'
import { RingMemory } from './ring-memory.js'
import { type RingStats, ringStats } from './ring-stats.js'
import { checkPollMs } from './ring-wait.js'
import { type RingWriter, ringWriter } from './ring-writer.js'

/** What a sink does when its ring is full. What waits in the ring is the reader's: the oldest cannot be dropped. */
export type RingOverflowPolicy = Exclude<OverflowPolicy, 'drop-oldest'>

const policies: readonly RingOverflowPolicy[] = ['block', 'drop-newest', 'error']

/** Options of {@link ringSink}. */
export interface RingSinkOptions extends PortOptions {
  /**
   * What happens when the ring is full: `block` waits for the reader, `drop-newest` drops and counts
   * what does not fit, `error` fails with `queue-overflow`.
   *
   * @defaultValue `'block'`
   */
  readonly overflow?: RingOverflowPolicy
  /**
   * How often a full ring is looked at while the sink waits.
   *
   * @defaultValue 2
   */
  readonly pollMs?: number
}

/** A sink that writes to a ring. Made by {@link ringSink}. */
export class RingSink extends AudioSink {
  private writer: RingWriter | undefined
  private expected: number | undefined
  private readonly closing = new AbortController()

  /** @internal */
  constructor(
    private readonly ring: AudioRing,
    private readonly overflow: RingOverflowPolicy,
    private readonly pollMs: number,
    options: PortOptions,
  ) {
    super(options)
  }

  /** What happened in the ring so far, on both of its ends. */
  ringStats(): RingStats {
    return ringStats(this.ring)
  }

  override preferredFormat(offered: AudioFormat): AudioFormat {
    const { sampleRate, channelCount } = this.ring
    if (offered.sampleRate === sampleRate && offered.channelCount === channelCount) return offered
    return { sampleRate, channelCount }
  }

  protected override open(format: AudioFormat): void {
    const { sampleRate, channelCount } = this.ring
    if (format.sampleRate !== sampleRate || format.channelCount !== channelCount)
      throw unsupportedFormat(this.name, format, { sampleRate, channelCount })
    this.writer = ringWriter(this.ring)
  }

  protected override writeItem(buffer: AudioBuffer): void | Promise<void> {
    const writer = this.writer as RingWriter
    this.noteJump(writer, buffer)
    this.checkReader(writer)
    if (this.overflow === 'drop-newest') {
      const dropped = buffer.frameCount - writer.writeOrDrop(buffer.samples)
      if (dropped > 0) this.countDrop({ items: 1, frames: dropped, reason: 'overflow' })
      return
    }
    const written = writer.write(buffer.samples)
    if (written === buffer.frameCount) return
    if (this.overflow === 'block') return this.writeRest(writer, buffer, written)
    throw new PatchcordError(
      'queue-overflow',
      `${this.name}: its ring of ${this.ring.capacityFrames} frames is full; read faster, raise capacityFrames, or choose another overflow policy`,
      { details: { stage: this.name, capacityFrames: this.ring.capacityFrames } },
    )
  }

  protected override finish(): void {
    const writer = this.writer as RingWriter
    if (this.tailDiscontinuity) writer.markGap(0)
    writer.close()
  }

  protected override teardown(): void {
    this.closing.abort()
    // After finish() this does nothing; without it, the stream was cut.
    this.writer?.abort()
  }

  /** Hands the gaps on that lie before this stage. */
  private noteJump(writer: RingWriter, { discontinuity, position, frameCount }: AudioBuffer): void {
    if (discontinuity) writer.markGap(Math.max(0, position - (this.expected ?? position)))
    this.expected = position + frameCount
  }

  private checkReader(writer: RingWriter): void {
    if (writer.readerState !== 'closed') return
    throw new PatchcordError(
      'io-failed',
      `${this.name}: the reader of the ring was closed; nobody reads what is written`,
      { details: { stage: this.name } },
    )
  }

  private async writeRest(writer: RingWriter, buffer: AudioBuffer, from: number): Promise<void> {
    const { clock, pollMs } = this
    const { signal } = this.closing
    for (let written = from; written < buffer.frameCount;) {
      await writer.waitForFreeFrames(1, { clock, pollMs, signal })
      this.checkReader(writer)
      written += writer.write(buffer.samples, buffer.frameCount - written, written)
    }
  }
}

/**
 * A sink that writes to a ring which another thread reads, with `ringSource` or a
 * {@link RingReader}. Positions and `discontinuity` travel with the samples; timestamps and metadata
 * do not. At the end of its stream it closes the ring's writing end; where it is cut short, the
 * reader is told that what it got is not all. It fails with `io-failed` once the reader was closed.
 *
 * A reader whose thread was killed closes nothing: a sink that blocks then waits for good. Give the
 * run a `stallTimeoutMs`.
 *
 * @throws `data-invalid` where the memory is no intact ring, `already-used` on opening where the
 * ring has, or had, another writer.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, pipeline } from '@patchcord/core'
 * import { audioRing, ringReader, ringSink } from '@patchcord/devices-native'
 *
 * const ring = audioRing({ sampleRate: 8000, channelCount: 1, capacityFrames: 64 })
 * const tone = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(100) })
 * const report = await pipeline(bufferSource([tone]), ringSink(ring, { overflow: 'drop-newest' })).finished
 * console.log(report.stages.at(-1)?.droppedFrames) // 36
 * console.log(ringReader(ring).availableFrames) // 64
 * ```
 */
export function ringSink(ring: AudioRing, options: RingSinkOptions = {}): RingSink {
  checkKnownOptions('ringSink', options, [...portOptionNames, 'overflow', 'pollMs'])
  const { overflow, pollMs, ...port } = options
  const policy = checkChoice('overflow', overflow ?? 'block', policies)
  // Looks at the header now, so that a wrong handle fails here and not later.
  void new RingMemory(ring)
  return new RingSink(ring, policy, checkPollMs(pollMs), { name: 'ringSink', ...port })
}

import {
  type AudioBuffer,
  type AudioFormat,
  AudioSource,
  type Cancel,
  PatchcordError,
  type PortOptions,
  type ReadResult,
  checkKnownOptions,
  checkNumber,
  msToFrames,
  portOptionNames,
} from '@patchcord/core'
import type { AudioRing } from './audio-ring.js'
import { RingMemory } from './ring-memory.js'
import { type RingReader, ringReader } from './ring-reader.js'
import { type RingStats, ringStats } from './ring-stats.js'
import { checkPollMs } from './ring-wait.js'

/** Options of {@link ringSource}. */
export interface RingSourceOptions extends PortOptions {
  /**
   * Frames in a buffer; fewer before a gap and at the end. At most the ring's capacity.
   *
   * @defaultValue 10 ms, at most half of the ring
   */
  readonly framesPerBuffer?: number
  /**
   * How often the ring is looked at while it holds no whole buffer.
   *
   * @defaultValue 2
   */
  readonly pollMs?: number
}

/** A source that reads a ring. Made by {@link ringSource}. */
export class RingSource extends AudioSource {
  private reader: RingReader | undefined
  private cancelWait: Cancel | undefined

  /** @internal */
  constructor(
    private readonly ring: AudioRing,
    private readonly framesPerBuffer: number,
    private readonly pollMs: number,
    options: PortOptions,
  ) {
    super(options)
  }

  /** What happened in the ring so far, on both of its ends. */
  ringStats(): RingStats {
    return ringStats(this.ring)
  }

  protected open(): AudioFormat {
    this.reader = ringReader(this.ring)
    const { sampleRate, channelCount } = this.ring
    return { sampleRate, channelCount }
  }

  protected readItem(): ReadResult<AudioBuffer> {
    const reader = this.reader as RingReader
    // The state first: once it is final, so is the number of frames.
    const { writerState } = reader
    const done = writerState === 'ended' || writerState === 'aborted'
    const available = reader.availableFrames
    if (available >= this.framesPerBuffer || (done && available > 0)) return this.readBuffer(reader)
    if (!done) {
      this.pollLater()
      return undefined
    }
    if (reader.tailDiscontinuity) this.noteLoss()
    if (writerState === 'ended') return null
    throw new PatchcordError(
      'io-failed',
      `${this.name}: the writer of the ring was closed before its stream ended; what was read is not all`,
      { details: { stage: this.name } },
    )
  }

  protected override teardown(): void {
    this.cancelWait?.()
    this.reader?.close()
  }

  private readBuffer(reader: RingReader): AudioBuffer {
    const frameCount = Math.min(reader.contiguousFrames, this.framesPerBuffer)
    const { sampleRate, channelCount } = this.ring
    const buffer = this.pool.acquire({ sampleRate, channelCount, frameCount })
    reader.read(buffer.samples)
    const { position, discontinuity } = reader
    return buffer.with({ position, discontinuity })
  }

  private pollLater(): void {
    this.cancelWait = this.clock.schedule(this.pollMs, () => {
      this.cancelWait = undefined
      this.itemReady()
    })
  }
}

/**
 * A source that reads a ring which another thread writes, with `ringSink` or a {@link RingWriter}.
 * It gives the frames as they were written; where some were lost, a buffer begins exactly there, is
 * marked by `discontinuity`, and its position counts the lost frames too. It ends when the writer
 * was closed and all was read, and fails with `io-failed` where the writer was cut short. Closing
 * the source closes the ring's reading end. Timestamps and metadata do not travel through a ring.
 *
 * @throws `data-invalid` where the memory is no intact ring, `already-used` on opening where the
 * ring has, or had, another reader.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, pipeline, sink } from '@patchcord/core'
 * import { audioRing, ringSink, ringSource } from '@patchcord/devices-native'
 *
 * const ring = audioRing({ sampleRate: 8000, channelCount: 1 })
 * const tone = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(200) })
 * const tx = pipeline(bufferSource([tone]), ringSink(ring)) // in one worker
 * const rx = pipeline(ringSource(ring), sink((buffer) => console.log(buffer.position, buffer.frameCount))) // in another
 * await Promise.all([tx.finished, rx.finished])
 * // 0 80
 * // 80 80
 * // 160 40
 * ```
 */
export function ringSource(ring: AudioRing, options: RingSourceOptions = {}): RingSource {
  checkKnownOptions('ringSource', options, [...portOptionNames, 'framesPerBuffer', 'pollMs'])
  const { framesPerBuffer, pollMs, ...port } = options
  const { capacityFrames, sampleRate } = new RingMemory(ring)
  const usual = Math.max(1, Math.min(msToFrames(10, sampleRate), capacityFrames / 2))
  const frames = checkNumber('framesPerBuffer', framesPerBuffer ?? Math.floor(usual), {
    min: 1,
    max: capacityFrames,
    integer: true,
    unit: 'frames',
  })
  return new RingSource(ring, frames, checkPollMs(pollMs), { name: 'ringSource', ...port })
}

import { PatchcordError, checkNumber } from '@patchcord/core'
import type { AudioRing } from './audio-ring.js'
import { checkBlock, checkRange } from './ring-block.js'
import { type RingReaderState, longWord, word } from './ring-layout.js'
import { RingMemory } from './ring-memory.js'
import { type RingStats, readStats } from './ring-stats.js'
import { type RingWaitOptions, pollRing } from './ring-wait.js'

/**
 * The end of a ring that puts frames in. None of its methods ever waits for the reader, except
 * {@link RingWriter.waitForFreeFrames}, which says so. Made by {@link ringWriter}.
 */
export class RingWriter {
  private readonly memory: RingMemory
  /** Frames ever written, modulo 2^32, and marks: this end's own, never read back. */
  private index: number
  private marks: number
  private gapPending = false
  private gapFrames = 0
  private closed = false

  /** @internal */
  constructor(ring: AudioRing) {
    this.memory = new RingMemory(ring)
    this.memory.claim('writer')
    this.index = Atomics.load(this.memory.words, word.writeIndex)
    this.marks = Atomics.load(this.memory.words, word.markWriteIndex)
  }

  /** Frames that can be written now. */
  get freeFrames(): number {
    const { memory } = this
    const readIndex = Atomics.load(memory.words, word.readIndex)
    const free = memory.capacityFrames - memory.fill(this.index, readIndex)
    return this.gapPending && !this.hasFreeMark() ? 0 : free
  }

  /** Where the reader is in its life. */
  get readerState(): RingReaderState {
    return this.memory.readerState
  }

  /**
   * Writes as many frames as fit and returns how many that were. What did not fit is the caller's
   * to write again, and nothing is counted.
   *
   * @param samples - planar: `channelCount` channels of the same length, one after the other
   * @param frameCount - frames to write of each channel; all by default
   * @param startFrame - the first of them in `samples`
   * @throws `invalid-state` after `close()`, `data-invalid` where the memory was damaged.
   */
  write(samples: Float32Array, frameCount?: number, startFrame = 0): number {
    const { memory } = this
    const stride = checkBlock(samples, memory.channelCount)
    const wanted = frameCount ?? stride - startFrame
    checkRange(wanted, startFrame, stride)
    this.checkOpen()
    const frames = Math.min(wanted, this.freeFrames)
    if (frames === 0) return 0
    if (this.gapPending) this.putMark()
    this.copyIn(samples, stride, startFrame, frames)
    this.index = (this.index + frames) | 0
    Atomics.store(memory.words, word.writeIndex, this.index)
    return frames
  }

  /**
   * For a writer that cannot come again: writes as many frames as fit and drops the rest, which is
   * counted as one overrun. The reader learns the exact place of the gap.
   *
   * @returns the frames that were written; parameters and errors are those of `write`
   */
  writeOrDrop(samples: Float32Array, frameCount?: number, startFrame = 0): number {
    const wanted = frameCount ?? samples.length / this.memory.channelCount - startFrame
    const frames = this.write(samples, frameCount, startFrame)
    if (frames < wanted) {
      this.memory.count(longWord.overruns, 1)
      this.memory.count(longWord.droppedFrames, wanted - frames)
      this.markGap(wanted - frames)
    }
    return frames
  }

  /**
   * Says that frames were lost before they came here, so that the reader marks the next frame by
   * `discontinuity` and moves its position on.
   *
   * @param frameCount - how many frames; 0 where that is not known
   */
  markGap(frameCount: number): void {
    checkNumber('frameCount', frameCount, { min: 0, integer: true, unit: 'frames' })
    this.gapPending = true
    this.gapFrames += frameCount
  }

  /**
   * Resolves with `true` as soon as so many frames are free, with `false` when the reader was
   * closed. Looks at the ring every `pollMs`.
   *
   * @throws `aborted` and `timeout`, as the options say.
   */
  waitForFreeFrames(frameCount: number, options?: RingWaitOptions): Promise<boolean> {
    checkNumber('frameCount', frameCount, {
      min: 1,
      max: this.memory.capacityFrames,
      integer: true,
      unit: 'frames',
    })
    const ready = (): boolean | undefined =>
      this.readerState === 'closed' ? false : this.freeFrames >= frameCount ? true : undefined
    return pollRing('waitForFreeFrames', ready, options)
  }

  /** What happened so far. */
  stats(): RingStats {
    return readStats(this.memory)
  }

  /** Says that all frames were written; the reader still gets those that wait. Idempotent. */
  close(): void {
    this.end(2)
  }

  /** Says that the stream was cut short: the reader learns that what it has is not all. Idempotent. */
  abort(): void {
    this.end(3)
  }

  private end(state: 2 | 3): void {
    if (this.closed) return
    this.closed = true
    const { words, longWords } = this.memory
    if (this.gapPending) {
      longWords[longWord.tailGap] = BigInt(this.gapFrames)
      words[word.tailMarked] = 1
    }
    // Last: a reader that sees the state sees all frames, and what was lost after them.
    Atomics.store(words, word.writerState, state)
  }

  private checkOpen(): void {
    if (!this.closed) return
    throw new PatchcordError('invalid-state', 'this end of the ring was closed; write before that')
  }

  private hasFreeMark(): boolean {
    const { memory } = this
    const markReadIndex = Atomics.load(memory.words, word.markReadIndex)
    return memory.markFill(this.marks, markReadIndex) < memory.markCapacity
  }

  /** Comes before the frames that follow the gap, so that who sees those sees the mark. */
  private putMark(): void {
    const { memory } = this
    const { frame, gap } = memory.markAt(this.marks)
    memory.words[frame] = this.index
    memory.longWords[gap] = BigInt(this.gapFrames)
    this.marks = (this.marks + 1) | 0
    Atomics.store(memory.words, word.markWriteIndex, this.marks)
    this.gapPending = false
    this.gapFrames = 0
  }

  private copyIn(samples: Float32Array, stride: number, startFrame: number, frames: number): void {
    const { memory } = this
    const { capacityFrames } = memory
    const at = this.index & (capacityFrames - 1)
    const first = Math.min(frames, capacityFrames - at)
    for (let channel = 0; channel < memory.channelCount; channel++) {
      const from = channel * stride + startFrame
      const to = channel * capacityFrames
      memory.samples.set(samples.subarray(from, from + first), to + at)
      if (first < frames) memory.samples.set(samples.subarray(from + first, from + frames), to)
    }
  }
}

/**
 * Attaches the writing end to a ring. A ring has one writer in its life.
 *
 * @throws `already-used` where it has, or had, one; `data-invalid` where the memory is no intact ring.
 *
 * @example
 * ```ts
 * import { audioRing, ringWriter } from '@patchcord/devices-native'
 *
 * const ring = audioRing({ sampleRate: 48_000, channelCount: 1, capacityFrames: 4 })
 * const writer = ringWriter(ring)
 * const ramp = Float32Array.of(0, 1, 2, 3, 4, 5)
 * console.log(writer.writeOrDrop(ramp)) // 4
 * console.log(writer.stats().overruns, writer.stats().droppedFrames) // 1 2
 * ```
 */
export function ringWriter(ring: AudioRing): RingWriter {
  return new RingWriter(ring)
}

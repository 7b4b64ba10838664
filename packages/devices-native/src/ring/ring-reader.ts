import { PatchcordError, checkNumber } from '@patchcord/core'
import type { AudioRing } from './audio-ring.js'
import { checkBlock, checkRange } from './ring-block.js'
import { type RingWriterState, longWord, word } from './ring-layout.js'
import { RingGaps } from './ring-gaps.js'
import { RingMemory, corruptRing } from './ring-memory.js'
import { type RingStats, readStats } from './ring-stats.js'
import { type RingWaitOptions, pollRing } from './ring-wait.js'

/**
 * The end of a ring that takes frames out. None of its methods ever waits for the writer, except
 * {@link RingReader.waitForFrames}, which says so. Made by {@link ringReader}.
 */
export class RingReader {
  /**
   * Index of the first frame that the last read gave, counted from the writer's first frame and
   * with the lost ones: it jumps where `discontinuity` is set.
   */
  position = 0
  /** Whether frames were lost just before the first frame that the last read gave. */
  discontinuity = false
  private readonly memory: RingMemory
  /** Frames ever read, modulo 2^32: this end's own, never read back. */
  private index: number
  private readonly gaps: RingGaps
  private nextPosition = 0
  private closed = false

  /** @internal */
  constructor(ring: AudioRing) {
    this.memory = new RingMemory(ring)
    this.memory.claim('reader')
    this.index = Atomics.load(this.memory.words, word.readIndex)
    this.gaps = new RingGaps(this.memory)
  }

  /** Frames that wait to be read, over all gaps. */
  get availableFrames(): number {
    const { memory } = this
    return memory.fill(Atomics.load(memory.words, word.writeIndex), this.index)
  }

  /** Frames that one `read` can give: those that wait, up to the next gap. */
  get contiguousFrames(): number {
    const available = this.availableFrames
    if (available === 0) return 0
    const toGap = this.gaps.framesTo(this.index)
    return Math.min(available, toGap > 0 ? toGap : this.gaps.framesTo(this.index, 1))
  }

  /** Where the writer is in its life. */
  get writerState(): RingWriterState {
    return this.memory.writerState
  }

  /** Whether the writer is done and everything was read. */
  get ended(): boolean {
    // The state first: once it is final, so is the index.
    const { writerState } = this
    return (writerState === 'ended' || writerState === 'aborted') && this.availableFrames === 0
  }

  /** Whether frames were lost after the last frame of all. Final once `ended` is true. */
  get tailDiscontinuity(): boolean {
    return this.ended && this.memory.words[word.tailMarked] === 1
  }

  /** How many those were; 0 where there were none, or their number is not known. */
  get tailGapFrames(): number {
    return this.tailDiscontinuity ? Number(this.memory.longWords[longWord.tailGap]) : 0
  }

  /**
   * Reads as many frames as there are and returns how many. It never reads across a gap: where
   * frames were lost, it stops, and the next read begins behind the gap with `discontinuity` set.
   *
   * @param into - planar: `channelCount` channels of the same length, one after the other
   * @param frameCount - frames to read of each channel; as many as fit by default
   * @param startFrame - where the first of them goes in each channel
   * @throws `invalid-state` after `close()`, `data-invalid` where the memory was damaged.
   */
  read(into: Float32Array, frameCount?: number, startFrame = 0): number {
    const stride = this.checkRead(into, frameCount, startFrame)
    const wanted = Math.min(frameCount ?? stride - startFrame, this.availableFrames)
    if (wanted === 0) return 0
    const frames = Math.min(wanted, this.beginRead())
    this.copyOut(into, stride, startFrame, frames)
    this.moveOn(frames)
    return frames
  }

  /**
   * For a reader that must have all frames now: reads across gaps, and puts silence where there are
   * too few, which is counted as one underrun unless the writer is done.
   *
   * @returns the frames that were read; the rest of `frameCount` is silence. Parameters and errors
   * are those of `read`
   */
  readOrSilence(into: Float32Array, frameCount?: number, startFrame = 0): number {
    const stride = this.checkRead(into, frameCount, startFrame)
    const wanted = frameCount ?? stride - startFrame
    const { writerState } = this
    const frames = Math.min(wanted, this.availableFrames)
    if (frames > 0) {
      this.beginRead()
      this.copyOut(into, stride, startFrame, frames)
      this.passGaps(frames)
      this.moveOn(frames)
    }
    if (frames < wanted) {
      for (let channel = 0; channel < this.memory.channelCount; channel++) {
        const at = channel * stride + startFrame
        into.fill(0, at + frames, at + wanted)
      }
      if (writerState === 'absent' || writerState === 'open') {
        this.memory.count(longWord.underruns, 1)
        this.memory.count(longWord.missingFrames, wanted - frames)
      }
    }
    return frames
  }

  /**
   * Resolves with `true` as soon as so many frames wait, with `false` when the writer is done and
   * fewer are left. Looks at the ring every `pollMs`.
   *
   * @throws `aborted` and `timeout`, as the options say.
   */
  waitForFrames(frameCount: number, options?: RingWaitOptions): Promise<boolean> {
    checkNumber('frameCount', frameCount, {
      min: 1,
      max: this.memory.capacityFrames,
      integer: true,
      unit: 'frames',
    })
    const ready = (): boolean | undefined => {
      const { writerState } = this
      if (this.availableFrames >= frameCount) return true
      return writerState === 'ended' || writerState === 'aborted' ? false : undefined
    }
    return pollRing('waitForFrames', ready, options)
  }

  /** What happened so far. */
  stats(): RingStats {
    return readStats(this.memory)
  }

  /** Says that nobody reads any more, so that the writer need not go on. Idempotent. */
  close(): void {
    if (this.closed) return
    this.closed = true
    Atomics.store(this.memory.words, word.readerState, 2)
  }

  private checkRead(
    into: Float32Array,
    frameCount: number | undefined,
    startFrame: number,
  ): number {
    const stride = checkBlock(into, this.memory.channelCount)
    checkRange(frameCount ?? stride - startFrame, startFrame, stride)
    if (this.closed)
      throw new PatchcordError('invalid-state', 'this end of the ring was closed; read before that')
    return stride
  }

  /** Notes what lies just before the first frame; gives the frames up to the next gap. */
  private beginRead(): number {
    const { gaps } = this
    let toGap = gaps.framesTo(this.index)
    // Two gaps never lie at one place: the writer adds up what it loses between two frames.
    this.discontinuity = toGap === 0
    if (toGap === 0) {
      this.nextPosition += gaps.take()
      toGap = gaps.framesTo(this.index)
      if (toGap === 0) throw corruptRing('two gaps at one place', {})
    }
    this.position = this.nextPosition
    return toGap
  }

  /** Takes the marks within frames that are read in one go; there are at most so many as waited. */
  private passGaps(frames: number): void {
    const { gaps } = this
    for (let left = gaps.waiting; left > 0 && gaps.framesTo(this.index) < frames; left--) {
      this.nextPosition += gaps.take()
    }
  }

  /** Gives the place of the frames back to the writer, when they were copied. */
  private moveOn(frames: number): void {
    this.index = (this.index + frames) | 0
    this.nextPosition += frames
    Atomics.store(this.memory.words, word.readIndex, this.index)
  }

  private copyOut(into: Float32Array, stride: number, startFrame: number, frames: number): void {
    const { samples, capacityFrames, channelCount } = this.memory
    const at = this.index & (capacityFrames - 1)
    const first = Math.min(frames, capacityFrames - at)
    for (let channel = 0; channel < channelCount; channel++) {
      const from = channel * capacityFrames
      const to = channel * stride + startFrame
      into.set(samples.subarray(from + at, from + at + first), to)
      if (first < frames) into.set(samples.subarray(from, from + frames - first), to + first)
    }
  }
}

/**
 * Attaches the reading end to a ring. A ring has one reader in its life.
 *
 * @throws `already-used` where it has, or had, one; `data-invalid` where the memory is no intact ring.
 *
 * @example
 * ```ts
 * import { audioRing, ringReader, ringWriter } from '@patchcord/devices-native'
 *
 * const ring = audioRing({ sampleRate: 48_000, channelCount: 1, capacityFrames: 4 })
 * const [writer, reader] = [ringWriter(ring), ringReader(ring)]
 * const two = new Float32Array(2)
 *
 * writer.writeOrDrop(Float32Array.of(0, 1, 2, 3, 4, 5)) // drops 4 and 5
 * console.log(reader.read(two), reader.position, reader.discontinuity) // 2 0 false
 * writer.write(Float32Array.of(6))
 * console.log(reader.read(two), reader.position, reader.discontinuity) // 2 2 false
 * console.log(reader.read(two), reader.position, reader.discontinuity) // 1 6 true
 * console.log(reader.readOrSilence(two), reader.stats().underruns) // 0 1
 * ```
 */
export function ringReader(ring: AudioRing): RingReader {
  return new RingReader(ring)
}

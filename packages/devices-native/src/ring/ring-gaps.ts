import { word } from './ring-layout.js'
import { type RingMemory, corruptRing } from './ring-memory.js'

/**
 * The gap marks of a ring, as its reader takes them: each names the frame before which others were
 * lost, and how many. A mark is published before the frames that follow it.
 *
 * @internal
 */
export class RingGaps {
  /** Marks ever read, modulo 2^32: the reader's own, never read back. */
  private marks: number

  constructor(private readonly memory: RingMemory) {
    this.marks = Atomics.load(memory.words, word.markReadIndex)
  }

  /** Marks that wait. */
  get waiting(): number {
    const { memory } = this
    return memory.markFill(Atomics.load(memory.words, word.markWriteIndex), this.marks)
  }

  /** Frames from an index to the next gap, or the one after it; the capacity if there is none. */
  framesTo(index: number, skip: 0 | 1 = 0): number {
    const { memory } = this
    if (this.waiting <= skip) return memory.capacityFrames
    const at = memory.words[memory.markAt(this.marks + skip).frame] as number
    const frames = (at - index) >>> 0
    if (frames > memory.capacityFrames)
      throw corruptRing(`a gap ${frames} frames ahead`, { frames })
    return frames
  }

  /** Takes the next mark and gives the frames that were lost there. */
  take(): number {
    const { memory } = this
    const lost = Number(memory.longWords[memory.markAt(this.marks).gap])
    this.marks = (this.marks + 1) | 0
    Atomics.store(memory.words, word.markReadIndex, this.marks)
    return lost
  }
}

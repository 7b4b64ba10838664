import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Item } from '../data/item.js'
import type { BufferPool } from '../data/buffer-pool.js'
import { checkNumber } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { framesToMs } from '../time/time.js'
import type { ProcessorTraits } from './processor-options.js'

/** What becomes of frames that do not fill a last block. */
export type ReblockTail = 'pad' | 'short'

/**
 * Cuts a stream of buffers into blocks of an exact size. Blocks never reach across a
 * discontinuity: what was collected before it is given as the tail is.
 *
 * @internal
 */
export class Reblocker {
  private block: AudioBuffer | undefined
  private filled = 0

  constructor(
    private readonly frameCount: number,
    private readonly tail: ReblockTail,
    private readonly pool: () => BufferPool,
  ) {}

  /** Whether a buffer is a block already, with nothing before it that is not. */
  lets(item: Item): boolean {
    return this.block === undefined && item.frameCount === this.frameCount
  }

  /** Takes a buffer in (its memory stays the caller's) and gives every block it completes. */
  push(buffer: AudioBuffer, give: (block: AudioBuffer) => void): void {
    if (buffer.discontinuity) this.flush(give)
    let offset = 0
    while (offset < buffer.frameCount) {
      const block = (this.block ??= this.start(buffer, offset))
      const count = Math.min(this.frameCount - this.filled, buffer.frameCount - offset)
      for (let channel = 0; channel < buffer.channelCount; channel++) {
        const from = channel * buffer.frameCount + offset
        block.samples.set(
          buffer.samples.subarray(from, from + count),
          channel * this.frameCount + this.filled,
        )
      }
      this.filled += count
      offset += count
      if (this.filled === this.frameCount) {
        this.block = undefined
        this.filled = 0
        give(block)
      }
    }
  }

  /** Gives what was collected of an unfinished block: padded with silence, or short. */
  flush(give: (block: AudioBuffer) => void): void {
    const { block, filled } = this
    this.block = undefined
    this.filled = 0
    if (block === undefined) return
    if (this.tail === 'short') {
      const short = this.pool().acquire({ ...block.particulars(), frameCount: filled })
      for (let channel = 0; channel < block.channelCount; channel++) {
        short.samples.set(block.channel(channel).subarray(0, filled), channel * filled)
      }
      block.release()
      return give(short)
    }
    for (let channel = 0; channel < block.channelCount; channel++)
      block.channel(channel).fill(0, filled)
    give(block)
  }

  /** Lets go of an unfinished block. */
  clear(): void {
    this.block?.release()
    this.block = undefined
    this.filled = 0
  }

  private start(buffer: AudioBuffer, offset: number): AudioBuffer {
    const shiftMs = framesToMs(offset, buffer.sampleRate)
    return this.pool().acquire({
      ...buffer.particulars(),
      frameCount: this.frameCount,
      position: buffer.position + offset,
      timestampMs: buffer.timestampMs === undefined ? undefined : buffer.timestampMs + shiftMs,
      discontinuity: buffer.discontinuity && offset === 0,
    })
  }
}

/** The reblocker that a processor's traits ask for at a format, if they do. @internal */
export function reblockerFor(
  { requiredFrames, requiredTail }: ProcessorTraits,
  input: AudioFormat,
  pool: () => BufferPool,
): Reblocker | undefined {
  if (requiredFrames === undefined) return undefined
  const frames = typeof requiredFrames === 'function' ? requiredFrames(input) : requiredFrames
  checkNumber('requiredFrames', frames, { min: 1, integer: true, unit: 'frames' })
  return new Reblocker(frames, requiredTail ?? 'pad', pool)
}

import type { AudioBuffer } from '../data/audio-buffer.js'
import type { PipelineRun } from '../pipeline/pipeline-run.js'
import { PortReader } from '../pipeline/port-reader.js'
import type { ProcessorStage, SourceStage } from '../pipeline/stage.js'

/** Where a lane's audio goes in the block that is being mixed. @internal */
export interface MixTarget {
  /** Planar, cleared before the first lane. */
  readonly samples: Float32Array
  readonly frameCount: number
  /** The first channel that this lane adds to. */
  readonly firstChannel: number
}

/**
 * One input of a mix: reads ahead as far as asked, and adds stretches of what it read to a block.
 *
 * @internal
 */
export class InputLane {
  /** Nothing came for so long that the mix goes on without it. */
  stalled = false
  private readonly reader: PortReader<AudioBuffer>
  private readonly buffers: AudioBuffer[] = []
  private endPosition = 0

  constructor(
    readonly run: PipelineRun,
    last: SourceStage | ProcessorStage,
    onChange: () => void,
  ) {
    this.reader = new PortReader(last, onChange)
  }

  /** Position behind the last frame that was read. */
  get end(): number {
    return this.endPosition
  }

  /** All was read. */
  get ended(): boolean {
    return this.reader.ended
  }

  /** All was read and used. */
  get exhausted(): boolean {
    return this.reader.ended && this.buffers.length === 0
  }

  /** Frames that were read and not used. */
  get bufferedFrames(): number {
    return this.buffers.reduce((sum, buffer) => sum + buffer.frameCount, 0)
  }

  /** The first buffer that was not used up. */
  get head(): AudioBuffer | undefined {
    return this.buffers[0]
  }

  /** Reads until there are frames up to a position; `false` if they are not there yet. */
  readTo(position: number): boolean {
    while (this.endPosition < position && this.readOne());
    return this.endPosition >= position || this.ended
  }

  /** Reads until there are so many frames; `false` if they are not there yet. */
  readFrames(frameCount: number): boolean {
    while (this.bufferedFrames < frameCount && this.readOne());
    return this.bufferedFrames >= frameCount
  }

  /** Whether a buffer marked `discontinuity` begins in a stretch. */
  jumpsIn(position: number, frameCount: number): boolean {
    return this.buffers.some(
      (buffer) =>
        buffer.discontinuity &&
        buffer.position >= position &&
        buffer.position < position + frameCount,
    )
  }

  /** Adds the frames from a position on, where there are any; what lies before is let go. */
  addByPosition(target: MixTarget, position: number): void {
    for (const buffer of this.buffers) {
      const from = Math.max(position, buffer.position)
      const to = Math.min(position + target.frameCount, buffer.position + buffer.frameCount)
      if (to > from) add(buffer, from - buffer.position, target, from - position, to - from)
    }
    this.dropBefore(position + target.frameCount)
  }

  /** Adds the oldest frames, whatever their position; returns how many there were. */
  addOldest(target: MixTarget): number {
    let done = 0
    while (done < target.frameCount) {
      const [buffer] = this.buffers
      if (buffer === undefined) break
      const count = Math.min(target.frameCount - done, buffer.frameCount - this.used)
      add(buffer, this.used, target, done, count)
      done += count
      this.used += count
      if (this.used === buffer.frameCount) this.shift()
    }
    return done
  }

  /** Lets go of everything before a position; returns how many unused frames that were. */
  dropBefore(position: number): void {
    while (
      this.buffers[0] !== undefined &&
      this.buffers[0].position + this.buffers[0].frameCount <= position
    )
      this.shift()
  }

  /** Lets go of everything. */
  clear(): void {
    while (this.buffers.length > 0) this.shift()
    this.reader.clear()
  }

  /** Frames of the first buffer that were used already. */
  private used = 0

  private readOne(): boolean {
    const buffer = this.reader.read()
    if (buffer === undefined) return false
    this.stalled = false
    this.buffers.push(buffer)
    this.endPosition = buffer.position + buffer.frameCount
    return true
  }

  private shift(): void {
    this.buffers.shift()?.release()
    this.used = 0
  }
}

function add(
  buffer: AudioBuffer,
  offset: number,
  target: MixTarget,
  at: number,
  count: number,
): void {
  const { samples, frameCount, firstChannel } = target
  for (let channel = 0; channel < buffer.channelCount; channel++) {
    const from = channel * buffer.frameCount + offset
    const to = (firstChannel + channel) * frameCount + at
    for (let index = 0; index < count; index++) {
      samples[to + index] =
        (samples[to + index] as number) + (buffer.samples[from + index] as number)
    }
  }
}

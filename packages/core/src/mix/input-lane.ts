import type { AudioBuffer } from '../data/audio-buffer.js'
import type { AudioFormat } from '../format/audio-format.js'
import { unsupportedFormat } from '../ports/unsupported-format.js'
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

/** The mix that a lane belongs to. @internal */
export interface LaneOwner {
  /** There may be something to read. */
  readonly onChange: () => void
  /** Told of frames whose place was mixed already. */
  readonly onLate: (frames: number) => void
  readonly now: () => number
}

/**
 * One input of a mix: reads ahead as far as asked, and adds stretches of what it read to a block.
 *
 * @internal
 */
export class InputLane {
  /** Nothing came for so long that the mix goes on without it. */
  stalled = false
  /** Since when nothing came, once it is waited for. */
  idleSinceMs = 0
  private readonly reader: PortReader<AudioBuffer>
  private readonly buffers: AudioBuffer[] = []
  private endPosition = 0
  /** What the mix was built for. */
  private readonly format: AudioFormat

  constructor(
    readonly run: PipelineRun,
    private readonly last: SourceStage | ProcessorStage,
    private readonly owner: LaneOwner,
  ) {
    this.reader = new PortReader(last, () => owner.onChange())
    this.format = last.port.format as AudioFormat
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

  /** All was used, though Node may not have told yet. */
  get spent(): boolean {
    return this.reader.drained && this.buffers.length === 0
  }

  /** Whether frames were lost behind the last one that was read. */
  get tailDiscontinuity(): boolean {
    return this.last.port.tailDiscontinuity
  }

  /** Frames that were read and not used. */
  get bufferedFrames(): number {
    return this.buffers.reduce((sum, buffer) => sum + buffer.frameCount, -this.used)
  }

  /** Frames of the first buffer that were not used. */
  get headFrames(): number {
    return (this.buffers[0]?.frameCount ?? 0) - this.used
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

  /** Whether a buffer marked `discontinuity` begins in the oldest frames that were not used. */
  jumpsAhead(frameCount: number): boolean {
    let begin = -this.used
    return this.buffers.some((buffer) => {
      const jumps = buffer.discontinuity && begin >= 0 && begin < frameCount
      begin += buffer.frameCount
      return jumps
    })
  }

  /** Adds the frames from a position on, where there are any, and lets them go. */
  addByPosition(target: MixTarget, position: number): void {
    for (const buffer of this.buffers) {
      const from = Math.max(position, buffer.position)
      const to = Math.min(position + target.frameCount, buffer.position + buffer.frameCount)
      if (to > from) add(buffer, from - buffer.position, target, from - position, to - from)
    }
    this.mixedTo = position + target.frameCount
    while (this.head !== undefined && endOf(this.head) <= this.mixedTo) this.shift()
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

  /** Lets go of everything. */
  clear(): void {
    while (this.buffers.length > 0) this.shift()
    this.reader.clear()
  }

  /** Frames of the first buffer that were used already. */
  private used = 0
  /** Where the next block of a mix by position begins. */
  private mixedTo = -Infinity

  private checkFormat(buffer: AudioBuffer): void {
    const { sampleRate, channelCount } = this.format
    if (buffer.sampleRate === sampleRate && buffer.channelCount === channelCount) return
    const { name } = this.last.port
    buffer.release()
    throw unsupportedFormat(`a mix behind ${name}`, buffer, this.format, 'in mid-stream')
  }

  private readOne(): boolean {
    const buffer = this.reader.read()
    if (buffer === undefined) return false
    this.checkFormat(buffer)
    this.stalled = false
    this.idleSinceMs = this.owner.now()
    this.endPosition = endOf(buffer)
    const late = Math.min(this.endPosition, this.mixedTo) - buffer.position
    if (late > 0) this.owner.onLate(late)
    if (late > 0 && late === buffer.frameCount) buffer.release()
    else this.buffers.push(buffer)
    return true
  }

  private shift(): void {
    this.buffers.shift()?.release()
    this.used = 0
  }
}

function endOf(buffer: AudioBuffer): number {
  return buffer.position + buffer.frameCount
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

import type { AudioFormat } from '../format/audio-format.js'
import type { KernelInstance } from './kernel.js'
import { LimiterEnvelope } from './limiter-envelope.js'

/**
 * Holds samples under a ceiling, with all channels turned down alike. A frame asks for the gain
 * `ceiling / peak` where its peak is above the ceiling, else for 1; `LimiterEnvelope` makes
 * a gain of that which is never larger. Each frame is written `lookAheadFrames` after it came in,
 * as `x * gain`: in 64-bit floats at most three roundings above the ceiling, and so, rounded to
 * 32 bits like the ceiling, never above it. Samples that are not finite count as 0. Where the
 * gain is 1, samples pass bit for bit.
 */
export interface LimiterSpec {
  readonly kernel: 'limiter'
  /** The largest size of a sample that comes out, as a 32-bit float: above 0. */
  readonly ceiling: number
  /** How many frames before a peak the gain starts to fall. */
  readonly lookAheadFrames: number
  /** The part of the way back to 1 that the gain makes in a frame: `1 - exp(-1 / releaseFrames)`. */
  readonly releaseCoefficient: number
}

/** What a limiter has done since it was last asked; there is none where it did nothing. */
export interface LimiterReading {
  readonly kernel: 'limiter'
  /** The smallest factor that was applied: below 1. */
  readonly gain: number
}

const noReadings: readonly LimiterReading[] = Object.freeze([])

/** Frames that are worked on at a time. */
const chunkFrames = 256

/** The JavaScript limiter. @internal */
export class LimiterKernel implements KernelInstance<LimiterSpec> {
  readonly latencyFrames: number
  readonly inPlace = true
  private ceiling: number
  private lowestGain = 1
  private readonly envelope: LimiterEnvelope
  /** A delay line for each channel. */
  private readonly delay: Float32Array[]
  private held = 0
  private cursor = 0
  private readonly gains = new Float64Array(chunkFrames)
  private readonly row = new Float32Array(chunkFrames)

  constructor(
    spec: LimiterSpec,
    readonly output: AudioFormat,
  ) {
    const { lookAheadFrames } = spec
    this.latencyFrames = lookAheadFrames
    this.ceiling = spec.ceiling
    this.envelope = new LimiterEnvelope(lookAheadFrames, spec.releaseCoefficient)
    this.delay = Array.from(
      { length: output.channelCount },
      () => new Float32Array(lookAheadFrames),
    )
  }

  startAt(position: number): number {
    return position
  }

  outputFrames(frameCount: number): number {
    return Math.max(0, this.held + frameCount - this.latencyFrames)
  }

  process(input: Float32Array, frameCount: number, output: Float32Array): void {
    this.advance(input, frameCount, output, this.outputFrames(frameCount))
    this.held = Math.min(this.held + frameCount, this.latencyFrames)
  }

  tailFrames(): number {
    return this.held
  }

  flush(output: Float32Array): void {
    const frames = this.held
    // As many frames of silence as push the last ones out: what is written is at the end of them.
    const silent = this.latencyFrames
    this.advance(new Float32Array(silent * this.delay.length), silent, output, frames)
    this.held = 0
    this.cursor = 0
    this.envelope.reset()
  }

  update(spec: LimiterSpec): void {
    this.ceiling = spec.ceiling
    this.envelope.releaseCoefficient = spec.releaseCoefficient
  }

  takeReadings(): readonly LimiterReading[] {
    if (this.lowestGain === 1) return noReadings
    const reading: LimiterReading = { kernel: 'limiter', gain: this.lowestGain }
    this.lowestGain = 1
    return [reading]
  }

  /** Takes `frameCount` frames and writes the last `outFrames` of as many that come out of the delay. */
  private advance(
    input: Float32Array,
    frameCount: number,
    output: Float32Array,
    outFrames: number,
  ): void {
    const skipped = frameCount - outFrames
    for (let done = 0; done < frameCount; done += chunkFrames) {
      const count = Math.min(chunkFrames, frameCount - done)
      const first = Math.max(0, skipped - done)
      this.findGains(input, frameCount, done, count, first)
      let next = this.cursor
      for (const [channel, line] of this.delay.entries()) {
        this.load(input, channel * frameCount + done, count)
        next = delayRow(line, this.cursor, this.row, count)
        this.write(first, count, output, channel * outFrames + done - skipped)
      }
      this.cursor = next
    }
  }

  private load(input: Float32Array, from: number, count: number): void {
    const { row } = this
    for (let index = 0; index < count; index++) {
      const x = input[from + index] as number
      row[index] = x - x === 0 ? x : 0
    }
  }

  private findGains(
    input: Float32Array,
    frameCount: number,
    done: number,
    count: number,
    first: number,
  ): void {
    const { row, gains, ceiling, envelope } = this
    row.fill(0, 0, count)
    for (let start = done; start < input.length; start += frameCount) {
      for (let index = 0; index < count; index++) {
        const size = Math.abs(input[start + index] as number)
        if (size > (row[index] as number) && size !== Infinity) row[index] = size
      }
    }
    let calm = envelope.atRest
    for (let index = 0; index < count; index++) {
      const peak = row[index] as number
      gains[index] = peak > ceiling ? ceiling / peak : 1
      if (peak > ceiling) calm = false
    }
    // Nothing to do now nor before: the gain stays 1, and following it would not move anything.
    if (calm) return
    envelope.follow(gains, count)
    for (let index = first; index < count; index++) {
      if ((gains[index] as number) < this.lowestGain) this.lowestGain = gains[index] as number
    }
  }

  private write(first: number, count: number, output: Float32Array, at: number): void {
    const { row, gains } = this
    for (let index = first; index < count; index++) {
      output[at + index] = (row[index] as number) * (gains[index] as number)
    }
  }
}

/** Exchanges values for those that went in a line's length before; returns where the line goes on. */
function delayRow(line: Float32Array, cursor: number, values: Float32Array, count: number): number {
  const { length } = line
  if (length === 0) return 0
  let at = cursor
  for (let index = 0; index < count; index++) {
    const late = line[at] as number
    line[at] = values[index] as number
    values[index] = late
    if (++at === length) at = 0
  }
  return at
}

import type { AudioFormat } from '../format/audio-format.js'
import type { KernelInstance } from './kernel.js'
import { ResampleClock } from './resample-clock.js'
import { dot } from './resample-dot.js'
import { type ResampleFilter, resampleFilter } from './resample-filter.js'
import type { ResampleQuality } from './resample-quality.js'
import type { ResampleRatio } from './resample-ratio.js'

/**
 * Changes the sample rate. Output frame `k` lies at `k * down / up` input frames, so that every
 * stretch of the timeline has the frames `ceil(begin * up / down)` to `ceil(end * up / down) - 1`,
 * however it was cut. The place of a frame is counted in whole numbers and cannot drift.
 *
 * Where it is `adjustable`, `up` and `down` are both multiplied by `floor(2^31 / up)`, and frames
 * lie `round(down / (1 + correctionPpm / 1e6))` parts apart, `up` of which are an input frame. An
 * update changes the distance to the frames after the next one, whose place stays. Frames are
 * still numbered one by one from the first after a start, whose number and place are those without
 * a correction: with one, a frame's number tells how many there are and not the time.
 *
 * Tap `t` of a row is added to sum `t mod 4`, in order; the frame is `(s0 + s1) + (s2 + s3)`, and
 * where the table is interpolated `d0 + part * (d1 - d0)` of two rows. A sample that is not finite
 * spoils the frames within half a filter's length around it, and no more.
 *
 * Other backends give as many frames at the same places. Their samples may differ by up to
 * {@link resampleTolerance} for input from -1 to 1.
 */
export interface ResampleSpec extends ResampleRatio {
  readonly kernel: 'resample'
  /** The output's rate, in Hz. */
  readonly sampleRate: number
  /** The filter. */
  readonly quality: ResampleQuality
  /** The ratio can change while running; the filter is used at any ratio, 1 too. */
  readonly adjustable: boolean
  /** Output frames per input frame, in parts per million above `up / down`; 0 unless adjustable. */
  readonly correctionPpm: number
}

/**
 * By how much the samples of a resampler in another backend may differ from the reference's, for
 * input from -1 to 1: 120 dB below full scale.
 */
export const resampleTolerance = 1e-6

/** Frames that are worked on at a time. */
const chunkFrames = 512

/** The JavaScript resampler. @internal */
export class ResampleKernel implements KernelInstance<ResampleSpec> {
  readonly output: AudioFormat
  readonly latencyFrames: number
  readonly inPlace = false
  private readonly clock: ResampleClock
  private readonly filter: ResampleFilter
  /** For each channel the frames that are still needed, the first of them before the stream's beginning. */
  private readonly history: readonly Float64Array[]
  private filled = 0

  constructor(spec: ResampleSpec, input: AudioFormat) {
    this.output = { ...input, sampleRate: spec.sampleRate }
    this.clock = new ResampleClock(spec, spec.adjustable)
    this.clock.correct(spec.correctionPpm)
    this.filter = resampleFilter(spec)
    const { tapCount } = this.filter
    this.latencyFrames = tapCount / 2
    this.history = Array.from(
      { length: input.channelCount },
      () => new Float64Array(tapCount + chunkFrames),
    )
    this.startAt(0)
  }

  startAt(position: number): number {
    this.filled = this.filter.tapCount / 2 - 1
    for (const line of this.history) line.fill(0, 0, this.filled)
    return this.clock.startAt(position)
  }

  outputFrames(frameCount: number): number {
    return this.clock.framesUpTo(this.filled + frameCount - this.filter.tapCount + 1)
  }

  process(input: Float32Array, frameCount: number, output: Float32Array): void {
    const outFrames = this.outputFrames(frameCount)
    let written = 0
    for (let done = 0; done < frameCount; done += chunkFrames) {
      const count = Math.min(chunkFrames, frameCount - done)
      const frames = this.outputFrames(count)
      let channel = 0
      for (const line of this.history) {
        append(line, this.filled, input, channel * frameCount + done, count)
        this.convolve(line, frames, output, channel * outFrames + written)
        channel++
      }
      written += frames
      this.moveOn(count, frames)
    }
  }

  tailFrames(): number {
    return this.clock.framesUpTo(this.filled - this.filter.tapCount / 2 + 1)
  }

  flush(output: Float32Array): void {
    // With half a filter of silence behind it, the last frame that came in is in the middle of a row.
    const silent = this.filter.tapCount / 2
    let left = silent
    let written = 0
    const frames = this.tailFrames()
    while (left > 0) {
      const count = Math.min(left, chunkFrames)
      const now = this.outputFrames(count)
      for (const [channel, line] of this.history.entries()) {
        line.fill(0, this.filled, this.filled + count)
        this.convolve(line, now, output, channel * frames + written)
      }
      written += now
      left -= count
      this.moveOn(count, now)
    }
    this.startAt(0)
  }

  update(spec: ResampleSpec): void {
    this.clock.correct(spec.correctionPpm)
  }

  private moveOn(count: number, frames: number): void {
    const { clock } = this
    const filled = this.filled + count
    clock.moveOn(frames)
    const used = Math.min(clock.start, filled)
    for (const line of this.history) line.copyWithin(0, used, filled)
    clock.start -= used
    this.filled = filled - used
  }

  private convolve(line: Float64Array, frames: number, output: Float32Array, at: number): void {
    const { rows, tapCount, phaseCount, interpolated } = this.filter
    const { up, down } = this.clock
    const wholeStep = Math.floor(down / up)
    const phaseStep = down % up
    let { start, phase } = this.clock
    for (let index = 0; index < frames; index++) {
      if (interpolated) {
        const place = (phase / up) * phaseCount
        const row = Math.floor(place)
        const before = dot(line, start, rows, row * tapCount, tapCount)
        const after = dot(line, start, rows, (row + 1) * tapCount, tapCount)
        output[at + index] = before + (place - row) * (after - before)
      } else {
        output[at + index] = dot(line, start, rows, phase * tapCount, tapCount)
      }
      start += wholeStep
      phase += phaseStep
      if (phase >= up) {
        phase -= up
        start++
      }
    }
  }
}

function append(
  line: Float64Array,
  at: number,
  input: Float32Array,
  from: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) line[at + index] = input[from + index] as number
}

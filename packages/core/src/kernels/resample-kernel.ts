import type { AudioFormat } from '../format/audio-format.js'
import type { KernelInstance } from './kernel.js'
import { type ResampleFilter, resampleFilter } from './resample-filter.js'
import type { ResampleRatio } from './resample-ratio.js'

/**
 * Changes the sample rate. Output frame `k` lies at `k * down / up` input frames, so that every
 * stretch of the timeline has the frames `ceil(begin * up / down)` to `ceil(end * up / down) - 1`,
 * however it was cut. The place of a frame is counted in whole numbers and cannot drift.
 *
 * Tap `t` of a row is added to sum `t mod 4`, in order; the frame is `(s0 + s1) + (s2 + s3)`, and
 * where the table is interpolated `d0 + part * (d1 - d0)` of two rows. A sample that is not finite
 * spoils the frames within half a filter's length around it, and no more.
 */
export interface ResampleSpec extends ResampleRatio {
  readonly kernel: 'resample'
  /** The output's rate, in Hz. */
  readonly sampleRate: number
}

/** Frames that are worked on at a time. */
const chunkFrames = 512

/** The JavaScript resampler. @internal */
export class ResampleKernel implements KernelInstance<ResampleSpec> {
  readonly output: AudioFormat
  readonly latencyFrames: number
  readonly inPlace = false
  private readonly up: number
  private readonly down: number
  private readonly filter: ResampleFilter
  /** For each channel the frames that are still needed, the first of them before the stream's beginning. */
  private readonly history: readonly Float64Array[]
  private filled = 0
  /** Where in the history the row of the next output frame begins, and its phase in 1/up frames. */
  private start = 0
  private phase = 0

  constructor(spec: ResampleSpec, input: AudioFormat) {
    this.output = { ...input, sampleRate: spec.sampleRate }
    this.up = spec.up
    this.down = spec.down
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
    const [up, down] = [BigInt(this.up), BigInt(this.down)]
    const begin = BigInt(position) * up
    const frame = (begin + down - 1n) / down
    const ahead = frame * down - begin
    this.filled = this.filter.tapCount / 2 - 1
    for (const line of this.history) line.fill(0, 0, this.filled)
    this.start = Number(ahead / up)
    this.phase = Number(ahead % up)
    return Number(frame)
  }

  outputFrames(frameCount: number): number {
    return this.framesUpTo(this.filled + frameCount - this.filter.tapCount + 1)
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
    return this.framesUpTo(this.filled - this.filter.tapCount / 2 + 1)
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

  /** Output frames whose row begins before `end` in the history. */
  private framesUpTo(end: number): number {
    return Math.max(0, Math.ceil(((end - this.start) * this.up - this.phase) / this.down))
  }

  private moveOn(count: number, frames: number): void {
    const filled = this.filled + count
    const phase = this.phase + frames * this.down
    const start = this.start + Math.floor(phase / this.up)
    this.phase = phase % this.up
    const used = Math.min(start, filled)
    for (const line of this.history) line.copyWithin(0, used, filled)
    this.start = start - used
    this.filled = filled - used
  }

  private convolve(line: Float64Array, frames: number, output: Float32Array, at: number): void {
    const { up, filter } = this
    const { rows, tapCount, phaseCount } = filter
    const wholeStep = Math.floor(this.down / up)
    const phaseStep = this.down % up
    let { start, phase } = this
    for (let index = 0; index < frames; index++) {
      if (filter.interpolated) {
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

function dot(
  line: Float64Array,
  start: number,
  rows: Float64Array,
  row: number,
  tapCount: number,
): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let tap = 0; tap < tapCount; tap += 4) {
    const x = start + tap
    const h = row + tap
    s0 += (line[x] as number) * (rows[h] as number)
    s1 += (line[x + 1] as number) * (rows[h + 1] as number)
    s2 += (line[x + 2] as number) * (rows[h + 2] as number)
    s3 += (line[x + 3] as number) * (rows[h + 3] as number)
  }
  return s0 + s1 + (s2 + s3)
}

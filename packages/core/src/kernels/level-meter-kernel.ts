import type { AudioFormat } from '../format/audio-format.js'
import type { KernelInstance } from './kernel.js'

/**
 * Measures and passes samples on bit for bit. For each channel, in order of time: the largest
 * `|x|`, the sum of `x * x` in 64-bit floats, and how many samples are clipped, `|x| >= 1`. What
 * is not finite counts as clipped and is left out of the two others. Windows are counted from the
 * first frame and carry on from block to block; a discontinuity and the end close one early.
 */
export interface LevelMeterSpec {
  readonly kernel: 'levelMeter'
  /** Frames in a window. */
  readonly windowFrames: number
}

/** One window of a level meter, with one number for each channel. */
export interface LevelMeterReading {
  readonly kernel: 'levelMeter'
  /** Position of the window's first frame. */
  readonly position: number
  readonly frameCount: number
  readonly peak: readonly number[]
  readonly sumOfSquares: readonly number[]
  readonly clipCount: readonly number[]
}

const noReadings: readonly LevelMeterReading[] = Object.freeze([])

/** The JavaScript level meter. @internal */
export class LevelMeterKernel implements KernelInstance<LevelMeterSpec> {
  readonly latencyFrames = 0
  readonly inPlace = true
  readonly readsOnly = true
  private readonly windowFrames: number
  private readonly peak: Float64Array
  private readonly sumOfSquares: Float64Array
  private readonly clipCount: Float64Array
  private position = 0
  private frames = 0
  private readings: readonly LevelMeterReading[] = noReadings

  constructor(
    spec: LevelMeterSpec,
    readonly output: AudioFormat,
  ) {
    this.windowFrames = spec.windowFrames
    this.peak = new Float64Array(output.channelCount)
    this.sumOfSquares = new Float64Array(output.channelCount)
    this.clipCount = new Float64Array(output.channelCount)
  }

  startAt(position: number): number {
    this.position = position
    return position
  }

  outputFrames(frameCount: number): number {
    return frameCount
  }

  process(input: Float32Array, frameCount: number, output: Float32Array): void {
    if (input !== output) output.set(input)
    let done = 0
    while (done < frameCount) {
      const count = Math.min(frameCount - done, this.windowFrames - this.frames)
      for (let channel = 0; channel < this.peak.length; channel++) {
        this.measure(input, channel * frameCount + done, count, channel)
      }
      done += count
      this.frames += count
      if (this.frames === this.windowFrames) this.closeWindow()
    }
  }

  tailFrames(): number {
    return 0
  }

  flush(): void {
    if (this.frames > 0) this.closeWindow()
  }

  takeReadings(): readonly LevelMeterReading[] {
    const { readings } = this
    this.readings = noReadings
    return readings
  }

  private measure(input: Float32Array, from: number, count: number, channel: number): void {
    let peak = this.peak[channel] as number
    let sum = this.sumOfSquares[channel] as number
    let clipped = 0
    for (let index = from; index < from + count; index++) {
      const size = Math.abs(input[index] as number)
      if (!(size < 1)) {
        clipped++
        if (!(size < Infinity)) continue
      }
      if (size > peak) peak = size
      sum += size * size
    }
    this.peak[channel] = peak
    this.sumOfSquares[channel] = sum
    if (clipped > 0) this.clipCount[channel] = (this.clipCount[channel] as number) + clipped
  }

  private closeWindow(): void {
    const reading: LevelMeterReading = {
      kernel: 'levelMeter',
      position: this.position,
      frameCount: this.frames,
      peak: Array.from(this.peak),
      sumOfSquares: Array.from(this.sumOfSquares),
      clipCount: Array.from(this.clipCount),
    }
    this.readings = [...this.readings, reading]
    this.position += this.frames
    this.frames = 0
    this.peak.fill(0)
    this.sumOfSquares.fill(0)
    this.clipCount.fill(0)
  }
}

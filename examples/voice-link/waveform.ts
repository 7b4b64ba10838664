import type { AudioBuffer } from '@patchcord/core'

/** A stretch of a recording, as the picture draws it. */
export interface WaveformColumn {
  /** The lowest and the highest sample of any channel. */
  readonly min: number
  readonly max: number
  readonly rms: number
}

/**
 * The outline of a recording, drawn while it passes. However long it gets, the outline has between
 * half of `capacity` and `capacity` columns: when they are full, each two become one.
 */
export class Waveform {
  /** Frames that a column stands for: a power of two. */
  framesPerColumn = 1
  /** The position after the last frame. */
  endFrame = 0
  private readonly capacity: number
  private readonly min: Float32Array
  private readonly max: Float32Array
  private readonly sumOfSquares: Float64Array
  private readonly sampleCount: Float64Array

  /** @param capacity - an even number */
  constructor(capacity = 2048) {
    this.capacity = capacity
    this.min = new Float32Array(capacity)
    this.max = new Float32Array(capacity)
    this.sumOfSquares = new Float64Array(capacity)
    this.sampleCount = new Float64Array(capacity)
  }

  /** Adds audio at its position; what lies between counts as silence. */
  add({ position, frameCount, channelCount, samples }: AudioBuffer): void {
    const end = position + frameCount
    while (end > this.capacity * this.framesPerColumn) this.halve()
    this.endFrame = Math.max(this.endFrame, end)
    let done = 0
    while (done < frameCount) {
      const column = Math.floor((position + done) / this.framesPerColumn)
      const next = Math.min(frameCount, (column + 1) * this.framesPerColumn - position)
      for (let channel = 0; channel < channelCount; channel++) {
        this.measure(column, samples, channel * frameCount + done, channel * frameCount + next)
      }
      done = next
    }
  }

  /** The columns from the first frame to the last. */
  columns(): WaveformColumn[] {
    const count = Math.ceil(this.endFrame / this.framesPerColumn)
    return Array.from({ length: count }, (_, index) => ({
      min: this.min[index] as number,
      max: this.max[index] as number,
      rms: Math.sqrt((this.sumOfSquares[index] as number) / (this.sampleCount[index] || 1)),
    }))
  }

  private measure(column: number, samples: Float32Array, from: number, to: number): void {
    let low = this.min[column] as number
    let high = this.max[column] as number
    let sum = 0
    for (let index = from; index < to; index++) {
      const sample = samples[index] as number
      if (sample < low) low = sample
      if (sample > high) high = sample
      sum += sample * sample
    }
    this.min[column] = low
    this.max[column] = high
    this.sumOfSquares[column] = (this.sumOfSquares[column] as number) + sum
    this.sampleCount[column] = (this.sampleCount[column] as number) + to - from
  }

  private halve(): void {
    const { min, max, sumOfSquares, sampleCount } = this
    const half = this.capacity / 2
    for (let index = 0; index < half; index++) {
      const [left, right] = [2 * index, 2 * index + 1]
      min[index] = Math.min(min[left] as number, min[right] as number)
      max[index] = Math.max(max[left] as number, max[right] as number)
      sumOfSquares[index] = (sumOfSquares[left] as number) + (sumOfSquares[right] as number)
      sampleCount[index] = (sampleCount[left] as number) + (sampleCount[right] as number)
    }
    for (const column of [min, max, sumOfSquares, sampleCount]) column.fill(0, half)
    this.framesPerColumn *= 2
  }
}

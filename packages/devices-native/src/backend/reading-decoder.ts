import type { KernelReading, LevelMeterReading } from '@patchcord/core'

/** Readings that are taken by one call. */
const readingsPerCall = 8

/** Makes objects of the numbers in which the addon tells what a kernel has measured. */
export class ReadingDecoder {
  private readonly size: number
  private readonly numbers: Float64Array

  constructor(
    private readonly kernel: KernelReading['kernel'],
    private readonly channelCount: number,
  ) {
    this.size = kernel === 'limiter' ? 1 : 2 + 3 * channelCount
    this.numbers = new Float64Array(readingsPerCall * this.size)
  }

  /**
   * All readings that there are, oldest first. `move` moves whole ones to an array, as many as fit,
   * and returns how many numbers that were.
   */
  take(move: (into: Float64Array) => number): readonly KernelReading[] {
    const { numbers, size } = this
    const readings: KernelReading[] = []
    let count: number
    do {
      count = move(numbers)
      for (let at = 0; at < count; at += size) readings.push(this.decode(at))
    } while (count === numbers.length)
    return readings
  }

  private decode(at: number): KernelReading {
    if (this.kernel === 'limiter') {
      return { kernel: 'limiter', gain: this.numbers[at] as number }
    }
    const reading: LevelMeterReading = {
      kernel: 'levelMeter',
      position: this.numbers[at] as number,
      frameCount: this.numbers[at + 1] as number,
      peak: this.channels(at + 2),
      sumOfSquares: this.channels(at + 2 + this.channelCount),
      clipCount: this.channels(at + 2 + 2 * this.channelCount),
    }
    return reading
  }

  private channels(at: number): number[] {
    return Array.from(this.numbers.subarray(at, at + this.channelCount))
  }
}

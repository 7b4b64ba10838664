import { nextCounter, noiseWord, seedCounters } from './noise-generator.js'
import { roundingShift } from './rounding-shift.js'

/**
 * Adds triangular noise of ±1 step and rounds to whole steps, so that what rounding loses turns
 * into a steady noise that does not depend on the signal. The result is still in floats, and exact
 * as long as `fullScale` is at most 2^23: writing it rounds nothing more.
 *
 * Every sample takes one word of its channel's noise: the difference of its two halves, over 2^16.
 * Channels have noise of their own, carried on from block to block, so neither the size of blocks
 * nor their layout changes what comes out.
 */
export class TpdfDither {
  private readonly counters: Int32Array
  private readonly fullScale: number

  constructor(fullScale: number, channelCount: number, seed: number) {
    this.fullScale = fullScale
    this.counters = seedCounters(seed, channelCount)
  }

  /** Writes `frameCount` samples of a channel, dithered, to the beginning of `output`. */
  apply(
    channel: number,
    planar: Float32Array,
    start: number,
    frameCount: number,
    output: Float32Array,
  ): void {
    const { fullScale } = this
    const oneStep = 1 / fullScale
    let counter = this.counters[channel] as number
    for (let frame = 0; frame < frameCount; frame++) {
      counter = nextCounter(counter)
      const word = noiseWord(counter)
      const noise = ((word >>> 16) - (word & 0xffff)) * (1 / 0x1_0000)
      const steps = (planar[start + frame] as number) * fullScale + noise
      output[frame] = (steps + roundingShift - roundingShift) * oneStep
    }
    this.counters[channel] = counter
  }
}

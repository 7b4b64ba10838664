/** Adds up what is needed for peak and RMS. */
export class LevelTally {
  private squares = 0
  private count = 0
  /** The greatest magnitude so far, as a factor of full scale. */
  peak = 0

  add(samples: Float32Array): void {
    let { squares, peak } = this
    for (let index = 0; index < samples.length; index++) {
      const sample = samples[index] as number
      squares += sample * sample
      const magnitude = Math.abs(sample)
      // Written so that NaN gets in and is never put out again: it must be seen.
      if (magnitude > peak || magnitude !== magnitude) peak = magnitude
    }
    this.squares = squares
    this.peak = peak
    this.count += samples.length
  }

  /** The root mean square over all channels, as a factor of full scale; 0 for no samples. */
  get rms(): number {
    return this.count === 0 ? 0 : Math.sqrt(this.squares / this.count)
  }
}

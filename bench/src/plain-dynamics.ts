/** The limiter that one writes by hand: planar stereo in place, with a delay and a held gain. */
export class PlainLimiter {
  private readonly delay: Float32Array
  private at = 0
  private gain = 1
  private held = 1
  private holdFrames = 0

  constructor(
    private readonly ceiling: number,
    private readonly lookAheadFrames: number,
    private readonly release: number,
  ) {
    this.delay = new Float32Array(2 * lookAheadFrames)
  }

  process(samples: Float32Array): void {
    const { delay, lookAheadFrames, ceiling, release } = this
    const attack = 4 / lookAheadFrames
    const frameCount = samples.length / 2
    let { at, gain, held, holdFrames } = this
    for (let frame = 0; frame < frameCount; frame++) {
      const left = samples[frame] as number
      const right = samples[frameCount + frame] as number
      const peak = Math.max(Math.abs(left), Math.abs(right))
      const wanted = peak > ceiling ? ceiling / peak : 1
      if (wanted <= held) {
        held = wanted
        holdFrames = lookAheadFrames
      } else if (holdFrames > 0) holdFrames--
      else held = wanted
      gain += (held - gain) * (held < gain ? attack : release)
      samples[frame] = (delay[2 * at] as number) * gain
      samples[frameCount + frame] = (delay[2 * at + 1] as number) * gain
      delay[2 * at] = left
      delay[2 * at + 1] = right
      at = at + 1 === lookAheadFrames ? 0 : at + 1
    }
    Object.assign(this, { at, gain, held, holdFrames })
  }
}

/** The meter that one writes by hand: peak, squares and clipped samples of each channel. */
export class PlainMeter {
  private peaks = [0, 0]
  private squares = [0, 0]
  private clips = [0, 0]
  private frames = 0
  /** What the last full window held. */
  reading: { readonly peaks: readonly number[]; readonly rms: readonly number[] } | undefined

  constructor(private readonly windowFrames: number) {}

  process(samples: Float32Array): void {
    const frameCount = samples.length / 2
    for (let channel = 0; channel < 2; channel++) {
      let peak = this.peaks[channel] as number
      let sum = this.squares[channel] as number
      let clips = this.clips[channel] as number
      for (let index = channel * frameCount; index < (channel + 1) * frameCount; index++) {
        const size = Math.abs(samples[index] as number)
        if (size > peak) peak = size
        if (size >= 1) clips++
        sum += size * size
      }
      this.peaks[channel] = peak
      this.squares[channel] = sum
      this.clips[channel] = clips
    }
    this.frames += frameCount
    if (this.frames >= this.windowFrames) this.report()
  }

  private report(): void {
    const { peaks, squares, frames } = this
    this.reading = { peaks, rms: squares.map((sum) => Math.sqrt(sum / frames)) }
    this.peaks = [0, 0]
    this.squares = [0, 0]
    this.clips = [0, 0]
    this.frames = 0
  }
}

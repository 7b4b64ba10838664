/** Gains are added up as whole numbers, in units of 2^-30: exact, however long the stream. */
const unit = 2 ** 30

/**
 * The gain of a look-ahead limiter, frame by frame, for a window of `lookAheadFrames + 1` frames.
 *
 * 1. `m` is the smallest gain asked for in the window.
 * 2. `e` falls to `m` at once and rises by `e = e + (m - e) * releaseCoefficient`, or to `m` where
 *    less than 1e-6 is missing.
 * 3. The gain is the mean of `floor(e * 2^30)` over the window, divided by 2^30: the sum is of
 *    whole numbers and exact, then there is one division by `window * 2^30`.
 *
 * Whatever a frame asks for is in the window of each `m` that its mean is taken of, so the gain
 * that leaves `lookAheadFrames` later is never above it, and gets there on a straight line.
 *
 * @internal
 */
export class LimiterEnvelope {
  private readonly window: number
  private readonly full: number
  /** The last window of gains in units. */
  private readonly recent: Float64Array
  private cursor = 0
  private sum: number
  private level = 1
  /** Candidates for the smallest gain: values that rise, with the frames they came in at. */
  private readonly values: Float64Array
  private readonly frames: Float64Array
  private head = 0
  private size = 0
  private frame = 0

  constructor(
    lookAheadFrames: number,
    public releaseCoefficient: number,
  ) {
    this.window = lookAheadFrames + 1
    this.full = this.sum = this.window * unit
    this.recent = new Float64Array(this.window).fill(unit)
    this.values = new Float64Array(this.window)
    this.frames = new Float64Array(this.window)
  }

  /** Whether the gain is 1 and nothing in the window asks for less. */
  get atRest(): boolean {
    return this.level === 1 && this.sum === this.full
  }

  /**
   * Replaces the gains that new frames ask for by those of the frames that leave the window's
   * delay.
   */
  follow(gains: Float64Array, count: number): void {
    const { window, full, recent, releaseCoefficient } = this
    let { cursor, sum, level } = this
    for (let index = 0; index < count; index++) {
      const lowest = this.lowest(gains[index] as number)
      const missing = lowest - level
      if (missing <= 1e-6) level = lowest
      else level += missing * releaseCoefficient
      const units = Math.floor(level * unit)
      sum += units - (recent[cursor] as number)
      recent[cursor] = units
      if (++cursor === window) cursor = 0
      gains[index] = sum === full ? 1 : sum / full
    }
    this.cursor = cursor
    this.sum = sum
    this.level = level
  }

  /** Back to the gain of 1, as if nothing had come in. */
  reset(): void {
    this.recent.fill(unit)
    this.sum = this.full
    this.level = 1
    this.head = this.size = this.frame = this.cursor = 0
  }

  private lowest(asked: number): number {
    const { values, frames, window } = this
    if (this.size > 0 && (frames[this.head] as number) <= this.frame - window) {
      this.size--
      if (++this.head === window) this.head = 0
    }
    let end = this.head + this.size
    if (end >= window) end -= window
    while (this.size > 0) {
      const last = end === 0 ? window - 1 : end - 1
      if ((values[last] as number) < asked) break
      end = last
      this.size--
    }
    values[end] = asked
    frames[end] = this.frame++
    this.size++
    return values[this.head] as number
  }
}

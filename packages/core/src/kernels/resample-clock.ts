import type { ResampleRatio } from './resample-ratio.js'

/** Places are counted in parts of a frame that there are this many of, where the ratio can change. */
const finestParts = 2 ** 31

/**
 * Where the next output frame lies among the input frames, in whole numbers: it cannot drift.
 *
 * @internal
 */
export class ResampleClock {
  /** Parts of an input frame. */
  readonly up: number
  /** Parts from one output frame to the next. */
  down: number
  /** The whole input frames before the next output frame's row, and the rest in parts. */
  start = 0
  phase = 0
  /** `up` is so many times the ratio's. */
  private readonly factor: number

  constructor(
    private readonly ratio: ResampleRatio,
    adjustable: boolean,
  ) {
    this.factor = adjustable ? Math.floor(finestParts / ratio.up) : 1
    this.up = ratio.up * this.factor
    this.down = ratio.down * this.factor
  }

  /** Gives so many parts per million more output frames per input frame than the ratio says. */
  correct(correctionPpm: number): void {
    this.down = Math.round((this.ratio.down * this.factor) / (1 + correctionPpm / 1e6))
  }

  /** Begins at an input frame: returns the first output frame that is not before it. */
  startAt(position: number): number {
    const [up, down] = [BigInt(this.ratio.up), BigInt(this.ratio.down)]
    const begin = BigInt(position) * up
    const frame = (begin + down - 1n) / down
    const ahead = frame * down - begin
    this.start = Number(ahead / up)
    this.phase = Number(ahead % up) * this.factor
    return Number(frame)
  }

  /** Output frames whose row begins before input frame `end`. */
  framesUpTo(end: number): number {
    const parts = (end - this.start) * this.up - this.phase
    if (parts <= 0) return 0
    if (parts <= Number.MAX_SAFE_INTEGER) return Math.ceil(parts / this.down)
    const exact = BigInt(end - this.start) * BigInt(this.up) - BigInt(this.phase)
    return Number((exact + BigInt(this.down) - 1n) / BigInt(this.down))
  }

  /** Goes on by so many output frames. */
  moveOn(frames: number): void {
    const phase = this.phase + frames * this.down
    this.start += Math.floor(phase / this.up)
    this.phase = phase % this.up
  }
}

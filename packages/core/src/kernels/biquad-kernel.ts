import type { AudioFormat } from '../format/audio-format.js'
import type { BiquadCoefficients } from './biquad-coefficients.js'
import { coefficientCount, filter, filterOnce, filterRamped } from './biquad-loops.js'
import type { KernelInstance } from './kernel.js'

/**
 * Second-order filters, one after the other.
 *
 * Each section is in direct form I, with its state (`x1`, `x2`, `y1`, `y2`) in 64-bit floats and
 * its sum in this order, without fused multiply-add:
 * `y = (((b0*x + b1*x1) + b2*x2) - a2*y2) - a1*y1`.
 * If then `1e-30 <= |y| <= 3.4028234663852886e38` (the largest 32-bit float) does not hold, `y`
 * is +0: denormals never arise, and a sample that is not finite silences three frames instead of
 * the rest of the stream. Between sections nothing is rounded to 32 bits.
 *
 * After an update every coefficient moves on a straight line over `rampFrames`, frame `i` having
 * `c1 - step * (rampFrames - 1 - i)` with `step = (c1 - c0) / rampFrames`. Direct form I keeps
 * past samples, not products, so its state fits the new coefficients too; and as the region of
 * stable `(a1, a2)` is a triangle, a line between two stable filters never leaves it.
 */
export interface BiquadSpec {
  readonly kernel: 'biquad'
  readonly sections: readonly BiquadCoefficients[]
  /** Frames over which a change of coefficients is spread. */
  readonly rampFrames: number
}

/** Frames that are worked on at a time, between reading and rounding. */
const chunkFrames = 256
/** `x1, x2, y1, y2`. */
const stateSize = 4

/** The JavaScript biquad cascade. @internal */
export class BiquadKernel implements KernelInstance<BiquadSpec> {
  readonly latencyFrames = 0
  readonly inPlace = true
  private readonly current: Float64Array
  private target: Float64Array
  private step: Float64Array
  private readonly state: Float64Array
  private readonly chunk = new Float64Array(chunkFrames)
  private remaining = 0

  constructor(
    spec: BiquadSpec,
    readonly output: AudioFormat,
  ) {
    this.target = Float64Array.from(spec.sections.flat())
    this.current = this.target.slice()
    this.step = new Float64Array(this.target.length)
    this.state = new Float64Array(output.channelCount * spec.sections.length * stateSize)
  }

  startAt(position: number): number {
    return position
  }

  outputFrames(frameCount: number): number {
    return frameCount
  }

  process(input: Float32Array, frameCount: number, output: Float32Array): void {
    if (this.remaining === 0 && this.current.length === coefficientCount) {
      this.runSingle(input, frameCount, output)
      return
    }
    let done = 0
    while (done < frameCount) {
      const ramping = this.remaining > 0
      const count = Math.min(frameCount - done, chunkFrames, ramping ? this.remaining : chunkFrames)
      let stateAt = 0
      for (let start = done; start < input.length; start += frameCount) {
        this.load(input, start, count)
        stateAt = ramping ? this.runRamped(count, stateAt) : this.run(count, stateAt)
        this.store(output, start, count)
      }
      if (ramping) this.moveRamp(count)
      done += count
    }
  }

  tailFrames(): number {
    return 0
  }

  flush(): void {}

  update(spec: BiquadSpec): void {
    this.target = Float64Array.from(spec.sections.flat())
    this.remaining = spec.rampFrames
    const { current, target } = this
    if (spec.rampFrames === 0) current.set(target)
    else
      this.step = target.map(
        (value, index) => (value - (current[index] as number)) / spec.rampFrames,
      )
  }

  private load(input: Float32Array, start: number, count: number): void {
    const { chunk } = this
    for (let index = 0; index < count; index++) chunk[index] = input[start + index] as number
  }

  private store(output: Float32Array, start: number, count: number): void {
    const { chunk } = this
    for (let index = 0; index < count; index++) output[start + index] = chunk[index] as number
  }

  /** One section has no other to hand 64-bit floats to: its results go straight out. */
  private runSingle(input: Float32Array, frameCount: number, output: Float32Array): void {
    for (let start = 0, at = 0; start < input.length; start += frameCount, at += stateSize) {
      filterOnce(input, start, frameCount, this.current, this.state, at, output)
    }
  }

  private run(count: number, stateAt: number): number {
    const { current } = this
    let at = stateAt
    for (let section = 0; section < current.length; section += coefficientCount) {
      filter(this.chunk, count, current, section, this.state, at)
      at += stateSize
    }
    return at
  }

  private runRamped(count: number, stateAt: number): number {
    const { target, step, remaining } = this
    let at = stateAt
    for (let section = 0; section < target.length; section += coefficientCount) {
      filterRamped(this.chunk, count, target, step, remaining, section, this.state, at)
      at += stateSize
    }
    return at
  }

  private moveRamp(count: number): void {
    const { current, target, step } = this
    this.remaining -= count
    for (let index = 0; index < current.length; index++) {
      current[index] = (target[index] as number) - (step[index] as number) * this.remaining
    }
  }
}

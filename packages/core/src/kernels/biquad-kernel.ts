import type { AudioFormat } from '../format/audio-format.js'
import type { BiquadCoefficients } from './biquad-coefficients.js'
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
const coefficientCount = 5
const smallest = 1e-30
const largest = 3.4028234663852886e38

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

function filter(
  chunk: Float64Array,
  count: number,
  coefficients: Float64Array,
  from: number,
  state: Float64Array,
  at: number,
): void {
  const b0 = coefficients[from] as number
  const b1 = coefficients[from + 1] as number
  const b2 = coefficients[from + 2] as number
  const a1 = coefficients[from + 3] as number
  const a2 = coefficients[from + 4] as number
  let x1 = state[at] as number
  let x2 = state[at + 1] as number
  let y1 = state[at + 2] as number
  let y2 = state[at + 3] as number
  for (let index = 0; index < count; index++) {
    const x = chunk[index] as number
    let y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1
    const size = Math.abs(y)
    if (!(size >= smallest && size <= largest)) y = 0
    x2 = x1
    x1 = x
    y2 = y1
    y1 = y
    chunk[index] = y
  }
  state[at] = x1
  state[at + 1] = x2
  state[at + 2] = y1
  state[at + 3] = y2
}

function filterRamped(
  chunk: Float64Array,
  count: number,
  target: Float64Array,
  step: Float64Array,
  remaining: number,
  from: number,
  state: Float64Array,
  at: number,
): void {
  const now = new Float64Array(coefficientCount)
  const frame = new Float64Array(1)
  for (let index = 0; index < count; index++) {
    const left = remaining - 1 - index
    for (let k = 0; k < coefficientCount; k++)
      now[k] = (target[from + k] as number) - (step[from + k] as number) * left
    frame[0] = chunk[index] as number
    filter(frame, 1, now, 0, state, at)
    chunk[index] = frame[0]
  }
}

import type { AudioFormat } from '../format/audio-format.js'
import type { KernelInstance } from './kernel.js'

/**
 * Multiplies every sample by a factor.
 *
 * - `gain` is rounded to the nearest 32-bit float, which changes it by at most a part in 2^24: 6e-8,
 *   or 6e-7 dB. So the product is exact in 64 bits, and multiplying in 32 bits gives the same.
 * - `gain` 1 leaves every bit as it is; `gain` 0 writes +0 whatever came in, NaN and infinities
 *   too; else `y = x * gain`.
 * - After an update from `g0` to `g1` frame `i` of `rampFrames` is multiplied by
 *   `g1 - step * (rampFrames - 1 - i)` with `step = (g1 - g0) / rampFrames`, so that the last of
 *   them has exactly `g1`; `g1` is rounded, factors on the way are not. An update during a ramp starts from the factor reached.
 */
export interface GainSpec {
  readonly kernel: 'gain'
  /** The factor: `dbToGain(gainDb)`. Its size is less than 2^128. */
  readonly gain: number
  /** Frames over which a change of `gain` is spread. */
  readonly rampFrames: number
}

/** The JavaScript gain. @internal */
export class GainKernel implements KernelInstance<GainSpec> {
  readonly latencyFrames = 0
  readonly inPlace = true
  private gain: number
  private target: number
  private step = 0
  private remaining = 0

  constructor(
    spec: GainSpec,
    readonly output: AudioFormat,
  ) {
    this.gain = this.target = Math.fround(spec.gain)
  }

  startAt(position: number): number {
    return position
  }

  outputFrames(frameCount: number): number {
    return frameCount
  }

  process(input: Float32Array, frameCount: number, output: Float32Array): void {
    const ramped = Math.min(this.remaining, frameCount)
    if (ramped === 0) {
      scale(input, output, 0, input.length, this.gain)
      return
    }
    const { target, step, remaining } = this
    for (let start = 0; start < input.length; start += frameCount) {
      for (let index = 0; index < ramped; index++) {
        output[start + index] =
          (input[start + index] as number) * (target - step * (remaining - 1 - index))
      }
      scale(input, output, start + ramped, start + frameCount, target)
    }
    this.remaining = remaining - ramped
    this.gain = this.remaining === 0 ? target : target - step * this.remaining
  }

  tailFrames(): number {
    return 0
  }

  flush(): void {}

  update(spec: GainSpec): void {
    const target = Math.fround(spec.gain)
    this.target = target
    this.remaining = target === this.gain ? 0 : spec.rampFrames
    if (this.remaining === 0) this.gain = target
    else this.step = (target - this.gain) / this.remaining
  }
}

function scale(
  input: Float32Array,
  output: Float32Array,
  from: number,
  to: number,
  gain: number,
): void {
  if (gain === 1) {
    if (input !== output) output.set(input.subarray(from, to), from)
  } else if (gain === 0) {
    output.fill(0, from, to)
  } else {
    for (let index = from; index < to; index++) output[index] = (input[index] as number) * gain
  }
}

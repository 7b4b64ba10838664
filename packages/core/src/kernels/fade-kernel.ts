import type { AudioFormat } from '../format/audio-format.js'
import type { KernelInstance } from './kernel.js'

/** How the gain of a fade moves with time. */
export type FadeCurve = 'linear' | 'equal-power' | 'cosine'

/**
 * Fades by position on the timeline.
 *
 * Frame `n` after `startFrame` has `t = n / frameCount` of the way (`(frameCount - n) / frameCount`
 * when fading out) and is multiplied by `t` (linear), `s(t)` (equal-power) or `s(t) * s(t)`
 * (cosine). `s(t)` is `sin(t * pi / 2)` as the polynomial
 * `t * (c0 + u * (c1 + u * (... c6)))`, `u = t * t`, of `quarterSine`, which two backends
 * compute alike, as they would not with their own `sin`. At `t >= 1` every bit stays as it is; at
 * `t <= 0` +0 is written.
 */
export interface FadeSpec {
  readonly kernel: 'fade'
  readonly direction: 'in' | 'out'
  readonly curve: FadeCurve
  /** Position of the first frame of the fade, at the input's rate. */
  readonly startFrame: number
  /** How many frames the fade lasts. */
  readonly frameCount: number
}

/**
 * `sin(t * pi / 2)` by its Taylor polynomial to the 13th power: within 7e-10 (-183 dB) for `t`
 * from 0 to 1. `c0` to `c6` are the seven numbers, from the last line up.
 *
 * @internal
 */
export function quarterSine(t: number): number {
  const u = t * t
  let sum = 5.692172921967924e-8
  sum = sum * u - 0.000003598843235212084
  sum = sum * u + 0.00016044118478735975
  sum = sum * u - 0.004681754135318687
  sum = sum * u + 0.07969262624616703
  sum = sum * u - 0.6459640975062462
  sum = sum * u + 1.5707963267948966
  return t * sum
}

/** The JavaScript fade. @internal */
export class FadeKernel implements KernelInstance<FadeSpec> {
  readonly latencyFrames = 0
  readonly inPlace = true
  private position = 0

  constructor(
    private readonly spec: FadeSpec,
    readonly output: AudioFormat,
  ) {}

  startAt(position: number): number {
    this.position = position
    return position
  }

  outputFrames(frameCount: number): number {
    return frameCount
  }

  process(input: Float32Array, frameCount: number, output: Float32Array): void {
    const { direction, startFrame, frameCount: length } = this.spec
    const first = this.position - startFrame
    // Where the fade begins and ends in this block. Its own first frame needs no arithmetic: t is 0 or 1 there.
    const end = Math.min(Math.max(length - first, 0), frameCount)
    const begin = Math.min(Math.max(1 - first, 0), end)
    for (let start = 0; start < input.length; start += frameCount) {
      outside(input, output, start, start + begin, direction === 'out')
      this.inside(input, output, start + begin, start + end, first + begin)
      outside(input, output, start + end, start + frameCount, direction === 'in')
    }
    this.position += frameCount
  }

  tailFrames(): number {
    return 0
  }

  flush(): void {}

  private inside(
    input: Float32Array,
    output: Float32Array,
    from: number,
    to: number,
    first: number,
  ): void {
    const { direction, curve, frameCount } = this.spec
    // From here to the end of the fade, or from its beginning, counted in whole frames: exact.
    const origin = direction === 'in' ? first : frameCount - first
    const step = direction === 'in' ? 1 : -1
    for (let index = from; index < to; index++) {
      output[index] =
        (input[index] as number) * gainAt((origin + step * (index - from)) / frameCount, curve)
    }
  }
}

function outside(
  input: Float32Array,
  output: Float32Array,
  from: number,
  to: number,
  heard: boolean,
): void {
  if (!heard) output.fill(0, from, to)
  else if (input !== output) output.set(input.subarray(from, to), from)
}

function gainAt(t: number, curve: FadeCurve): number {
  if (curve === 'linear') return t
  const sine = quarterSine(t)
  return curve === 'cosine' ? sine * sine : sine
}

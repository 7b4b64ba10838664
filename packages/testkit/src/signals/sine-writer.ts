import { sineOfTurns } from './sine-wave.js'

/** Frames for which one sine is computed by its phase. */
const stride = 64

/**
 * Writes a sine from any frame on. `Math.sin` takes as long as ten multiplications, so it is asked
 * once in 64 frames; between these the wave is turned on by the addition theorem, 1e-15 off at
 * most. Where it is asked depends on the frames' indices alone, not on where a buffer begins.
 */
export class SineWriter {
  private readonly sines = new Float64Array(stride)
  private readonly cosines = new Float64Array(stride)

  constructor(
    private readonly amplitude: number,
    private readonly frequencyHz: number,
    private readonly sampleRate: number,
    /** In turns. */
    private readonly offset: number,
  ) {
    for (let step = 0; step < stride; step++) {
      const turns = (frequencyHz * step) / sampleRate
      this.sines[step] = sineOfTurns(turns)
      this.cosines[step] = sineOfTurns(turns + 0.25)
    }
  }

  write(samples: Float32Array, firstFrame: number): void {
    const end = firstFrame + samples.length
    let frame = firstFrame
    while (frame < end) {
      const anchor = frame - (frame % stride)
      const next = Math.min(end, anchor + stride)
      this.turn(samples, firstFrame, anchor, frame, next)
      frame = next
    }
  }

  private turn(
    samples: Float32Array,
    firstFrame: number,
    anchor: number,
    from: number,
    to: number,
  ): void {
    const { sines, cosines, amplitude } = this
    const turns = (this.frequencyHz * anchor) / this.sampleRate + this.offset
    const sine = amplitude * sineOfTurns(turns)
    const cosine = amplitude * sineOfTurns(turns + 0.25)
    let at = from - firstFrame
    for (let step = from - anchor; step < to - anchor; step++)
      samples[at++] = sine * (cosines[step] as number) + cosine * (sines[step] as number)
  }
}

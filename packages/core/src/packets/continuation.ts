import type { AudioHistory } from './audio-history.js'

/** Goes from 1 at 0 smoothly to 0 at `length`, and stays there. @internal */
export function fadeOutGain(index: number, length: number): number {
  return index >= length ? 0 : 0.5 * (1 + Math.cos((Math.PI * index) / length))
}

/**
 * What a stream might have gone on with: loops made of its history, fading out. The first sample
 * follows the last one that was heard without a step beyond those of the history itself.
 *
 * @internal
 */
export class Continuation {
  constructor(
    private readonly loops: readonly Float32Array[],
    private readonly fadeFrames: number,
  ) {}

  /** The sample `index` frames after the history's end. */
  sampleAt(channel: number, index: number): number {
    const gain = fadeOutGain(index, this.fadeFrames)
    if (gain === 0) return 0
    const loop = this.loops[channel] as Float32Array
    return loop.length === 0 ? 0 : gain * loop[index % loop.length]!
  }
}

/** Goes back and forth over the last frames that were heard, at most `frames` of them. @internal */
export function mirrorLoops(history: AudioHistory, frames: number): Float32Array[] {
  const length = Math.min(frames, history.filledFrames)
  return history.channels.map((heard) => {
    const loop = new Float32Array(2 * length)
    for (let index = 0; index < length; index++) {
      const value = finite(heard[heard.length - 1 - index]!)
      loop[index] = value
      loop[2 * length - 1 - index] = value
    }
    return loop
  })
}

/**
 * Repeats the last `period` frames. Where a period does not end as the one before it ended, the
 * difference is spread over it, so that there is no step from one to the next; it never gets louder
 * than what it repeats.
 *
 * @internal
 */
export function periodLoops(history: AudioHistory, period: number): Float32Array[] {
  return history.channels.map((heard) => {
    const start = heard.length - period
    const mismatch = finite(heard[heard.length - 1]!) - finite(heard[start - 1]!)
    const peak = peakOf(heard, start - 1)
    const loop = new Float32Array(period)
    for (let index = 0; index < period; index++) {
      const value = finite(heard[start + index]!) + mismatch * fadeOutGain(index, period)
      loop[index] = Math.max(-peak, Math.min(peak, value))
    }
    return loop
  })
}

function peakOf(samples: Float32Array, from: number): number {
  let peak = 0
  for (let index = from; index < samples.length; index++) {
    peak = Math.max(peak, Math.abs(finite(samples[index]!)))
  }
  return peak
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}

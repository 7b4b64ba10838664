import { msToFrames } from '../time/time.js'
import type { AudioHistory } from './audio-history.js'

/** Voices and most instruments lie between 67 and 400 Hz. */
const shortestMs = 2.5
const longestMs = 15
/** How much audio is compared with itself, as in ITU-T G.711 Appendix I. */
const comparedMs = 10
/** The coarse search looks at so many samples in a second; what is above says little of pitch. */
const coarseRate = 8000

/** How much audio {@link pitchPeriod} needs to have heard. @internal */
export function pitchHistoryFrames(sampleRate: number): number {
  return longestPeriod(sampleRate) + comparedFrames(sampleRate) + 1
}

function shortestPeriod(sampleRate: number): number {
  return Math.max(2, msToFrames(shortestMs, sampleRate))
}

function longestPeriod(sampleRate: number): number {
  return Math.max(shortestPeriod(sampleRate), msToFrames(longestMs, sampleRate))
}

function comparedFrames(sampleRate: number): number {
  return Math.max(2, msToFrames(comparedMs, sampleRate))
}

/**
 * The period with which the end of a full history repeats itself best, in frames: the lag with the
 * highest normalised cross-correlation, searched coarsely and then frame by frame. All channels
 * are heard together. Where nothing repeats it is the longest period.
 *
 * @internal
 */
export function pitchPeriod(history: AudioHistory, sampleRate: number): number {
  const mono = mixDown(history)
  const stride = Math.max(1, Math.floor(sampleRate / coarseRate))
  const shortest = shortestPeriod(sampleRate)
  const longest = longestPeriod(sampleRate)
  const compared = comparedFrames(sampleRate)
  const coarse = bestLag(mono, compared, shortest, longest, stride, stride)
  if (coarse === undefined) return longest
  const from = Math.max(shortest, coarse - stride)
  const to = Math.min(longest, coarse + stride)
  return bestLag(mono, compared, from, to, 1, stride) ?? coarse
}

function mixDown({ channels, capacityFrames }: AudioHistory): Float32Array {
  const mono = new Float32Array(capacityFrames)
  for (const channel of channels) {
    for (let index = 0; index < capacityFrames; index++) mono[index]! += channel[index]!
  }
  return mono
}

function bestLag(
  mono: Float32Array,
  compared: number,
  from: number,
  to: number,
  lagStep: number,
  step: number,
): number | undefined {
  const end = mono.length - 1
  let best: number | undefined
  let bestScore = 0
  for (let lag = from; lag <= to; lag += lagStep) {
    let product = 0
    let energy = 0
    for (let index = end; index > end - compared; index -= step) {
      const earlier = mono[index - lag]!
      product += mono[index]! * earlier
      energy += earlier * earlier
    }
    const score = energy > 0 ? product / Math.sqrt(energy) : 0
    if (score > bestScore) {
      bestScore = score
      best = lag
    }
  }
  return best
}

import { type AudioSource, checkChoice } from '@patchcord/core'
import { checkSeed, scramble } from '../random/seeded-random.js'
import { type SignalOptions, readSignalOptions } from './signal-options.js'
import { SignalSource, type WriteSignal } from './signal-source.js'

/** Options of {@link noise}. */
export interface NoiseOptions extends SignalOptions {
  /**
   * The same seed gives the same noise: 0 to 2^32 - 1.
   *
   * @defaultValue 1
   */
  readonly seed?: number
  /**
   * `white` is as loud at every frequency, `pink` falls by 3 dB for each octave.
   *
   * @defaultValue `'white'`
   */
  readonly color?: 'white' | 'pink'
}

/** Octaves over which pink noise falls. */
const pinkRows = 16

/** A number from -1 up to 1 that the frame's index alone decides: any stretch can be computed. */
function randomAt(key: number, frame: number): number {
  const low = scramble((frame | 0) ^ key)
  return scramble(low ^ Math.floor(frame / 2 ** 32)) / 2 ** 31 - 1
}

/** Voss's way: row `n` changes every 2^n frames, so that slow rows make the low end louder. */
function pinkAt(key: number, frame: number): number {
  let sum = 0
  for (let row = 0; row < pinkRows; row++) {
    sum += randomAt(scramble(key + row), Math.floor(frame / 2 ** row))
  }
  return sum / pinkRows
}

/**
 * Noise that is the same on every run; each channel has its own. The level is the peak: white
 * noise is spread evenly between both peaks (its RMS lies 4.8 dB below), pink noise seldom comes
 * near them (its RMS lies about 17 dB below).
 *
 * @example
 * ```ts
 * import { noise, rmsDb } from '@patchcord/testkit'
 *
 * for await (const { samples } of noise({ levelDb: 0, frameCount: 16_384, seed: 3 })) {
 *   console.log(rmsDb(samples).toFixed(1)) // -4.8
 * }
 * ```
 */
export function noise(options: NoiseOptions = {}): AudioSource {
  const settings = readSignalOptions('noise', options, ['seed', 'color'])
  const seed = checkSeed(options.seed ?? 1)
  const color = checkChoice('color', options.color ?? 'white', ['white', 'pink'])
  const numberAt = color === 'white' ? randomAt : pinkAt
  const write: WriteSignal = (samples, firstFrame, channel) => {
    const key = scramble(scramble(seed) + channel)
    for (let index = 0; index < samples.length; index++) {
      samples[index] = settings.amplitude * numberAt(key, firstFrame + index)
    }
  }
  return new SignalSource('noise', options, settings, write, true)
}

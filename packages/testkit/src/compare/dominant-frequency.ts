import { checkNumber, invalidOption } from '@patchcord/core'
import { fft, powerOfTwo } from './fft.js'

/** The power of each bin below half the rate, through a Hann window, padded to a power of two. */
function powerSpectrum(samples: ArrayLike<number>): Float64Array {
  const { length } = samples
  // Padding to twice the length and more makes the peak broad enough to be interpolated.
  const size = powerOfTwo(2 * length)
  const [re, im] = [new Float64Array(size), new Float64Array(size)]
  for (let index = 0; index < length; index++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / length)
    re[index] = (samples[index] as number) * window
  }
  fft(re, im)
  const power = new Float64Array(size / 2)
  for (let k = 0; k < power.length; k++) power[k] = (re[k] as number) ** 2 + (im[k] as number) ** 2
  return power
}

/**
 * The frequency of the loudest tone, in Hz, by the peak of the spectrum (Hann window, parabola
 * through the logarithms of the three highest bins). For a steady tone of many periods the error
 * is below a twentieth of `sampleRate / samples.length`. NaN for silence.
 *
 * @param samples - one channel, 16 samples or more
 * @param sampleRate - in Hz
 *
 * @example
 * ```ts
 * import { dominantFrequencyHz } from '@patchcord/testkit'
 *
 * const samples = Float32Array.from({ length: 4800 }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / 48_000))
 * console.log(dominantFrequencyHz(samples, 48_000).toFixed(0)) // 440
 * ```
 */
export function dominantFrequencyHz(samples: ArrayLike<number>, sampleRate: number): number {
  checkNumber('sampleRate', sampleRate, { min: 0, aboveMin: true, unit: 'Hz' })
  if (samples.length < 16) throw invalidOption('samples', '16 samples or more', samples.length)
  const power = powerSpectrum(samples)
  let top = 1
  for (let k = 1; k < power.length - 1; k++) {
    if ((power[k] as number) > (power[top] as number)) top = k
  }
  if (!((power[top] as number) > 0)) return Number.NaN
  const [left, middle, right] = [-1, 0, 1].map((step) =>
    Math.log(Math.max(power[top + step] as number, Number.MIN_VALUE)),
  ) as [number, number, number]
  const bend = left - 2 * middle + right
  const shift = bend === 0 ? 0 : (left - right) / (2 * bend)
  return ((top + shift) * sampleRate) / (2 * power.length)
}

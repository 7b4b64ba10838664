import { checkChoice } from '../errors/option-checks.js'
import { type Filter, type FilterOptions, filterOf } from './filter-options.js'

/** Options of {@link bandPass}. */
export interface BandPassOptions extends FilterOptions {
  /**
   * What stays the same when `q` changes: the peak, which is 0 dB then, or the skirts, with a peak
   * of `q`.
   *
   * @defaultValue `'peak'`
   */
  readonly constant?: 'peak' | 'skirt'
}

/**
 * Passes what lies around `frequencyHz` and takes 6 dB an octave off on both sides.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook".
 *
 * @example
 * ```ts
 * import { AudioBuffer, bandPass, bufferSource, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const filter = bandPass({ frequencyHz: 1000, bandwidthOctaves: 1 })
 * await pipeline(bufferSource([ones]), filter, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 0.000
 * ```
 */
export function bandPass(options: BandPassOptions): Filter {
  const constant = checkChoice('constant', options?.constant ?? 'peak', ['peak', 'skirt'])
  return filterOf(
    'bandPass',
    constant === 'peak' ? 'band-pass' : 'band-pass-skirt',
    options,
    [],
    ['constant'],
  )
}

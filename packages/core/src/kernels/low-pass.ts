import { type Filter, type FilterOptions, filterOf } from './filter-options.js'

/**
 * Passes what lies below `frequencyHz` and takes 12 dB an octave off what lies above.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook".
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, lowPass, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const filter = lowPass({ frequencyHz: 1000 })
 * await pipeline(bufferSource([ones]), filter, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 1.000
 * ```
 */
export function lowPass(options: FilterOptions): Filter {
  return filterOf('lowPass', 'low-pass', options, [])
}

import { type Filter, type FilterOptions, filterOf } from './filter-options.js'

/**
 * Passes what lies above `frequencyHz` and takes 12 dB an octave off what lies below.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook".
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, highPass, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const filter = highPass({ frequencyHz: 100 })
 * await pipeline(bufferSource([ones]), filter, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 0.000
 * ```
 */
export function highPass(options: FilterOptions): Filter {
  return filterOf('highPass', 'high-pass', options, [])
}

import { type Filter, type FilterOptions, filterOf } from './filter-options.js'

/**
 * Passes every frequency as loud as it is and turns its phase: by 180 degrees at `frequencyHz`.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook".
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, allPass, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const filter = allPass({ frequencyHz: 1000 })
 * await pipeline(bufferSource([ones]), filter, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 1.000
 * ```
 */
export function allPass(options: FilterOptions): Filter {
  return filterOf('allPass', 'all-pass', options, [])
}

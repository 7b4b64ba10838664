import { type Filter, type FilterOptions, filterOf } from './filter-options.js'

/**
 * Removes `frequencyHz` and passes what lies around it.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook".
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, notch, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const filter = notch({ frequencyHz: 50, q: 10 })
 * await pipeline(bufferSource([ones]), filter, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 1.000
 * ```
 */
export function notch(options: FilterOptions): Filter {
  return filterOf('notch', 'notch', options, [])
}

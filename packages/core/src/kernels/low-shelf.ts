import { type Filter, type ShelfOptions, filterOf } from './filter-options.js'

/**
 * Raises or lowers what lies below `frequencyHz` by `gainDb`.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook".
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, lowShelf, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const filter = lowShelf({ frequencyHz: 200, gainDb: -20 })
 * await pipeline(bufferSource([ones]), filter, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 0.100
 * ```
 */
export function lowShelf(
  options: ShelfOptions,
): Filter<'frequencyHz' | 'q' | 'bandwidthOctaves' | 'shelfSlope' | 'gainDb'> {
  return filterOf('lowShelf', 'low-shelf', options, ['shelfSlope', 'gainDb'])
}

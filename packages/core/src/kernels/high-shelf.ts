import { type Filter, type ShelfOptions, filterOf } from './filter-options.js'

/**
 * Raises or lowers what lies above `frequencyHz` by `gainDb`.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook".
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, highShelf, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const filter = highShelf({ frequencyHz: 2000, gainDb: 6 })
 * await pipeline(bufferSource([ones]), filter, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 1.000
 * ```
 */
export function highShelf(
  options: ShelfOptions,
): Filter<'frequencyHz' | 'q' | 'bandwidthOctaves' | 'shelfSlope' | 'gainDb'> {
  return filterOf('highShelf', 'high-shelf', options, ['shelfSlope', 'gainDb'])
}

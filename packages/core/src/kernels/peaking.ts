import { type Filter, type GainFilterOptions, filterOf } from './filter-options.js'

/**
 * Raises or lowers what lies around `frequencyHz` by `gainDb`.
 *
 * Source: Robert Bristow-Johnson, "Audio EQ Cookbook".
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, peaking, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const filter = peaking({ frequencyHz: 1000, gainDb: 6, q: 2 })
 * await pipeline(bufferSource([ones]), filter, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 1.000
 * ```
 */
export function peaking(
  options: GainFilterOptions,
): Filter<'frequencyHz' | 'q' | 'bandwidthOctaves' | 'gainDb'> {
  return filterOf('peaking', 'peaking', options, ['gainDb'])
}

import type { AudioBuffer } from '../data/audio-buffer.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioSource } from './audio-source.js'
import { type IterableSourceOptions, source } from './source.js'

/**
 * A source of buffers that are at hand already. Each is copied as it is read, so the originals
 * stay as they are and may be used again. Positions are given anew where they do not follow each
 * other from the first on (`rechain: false` leaves them as they are).
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, gain, pipeline, sink } from '@patchcord/core'
 *
 * const click = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: Float32Array.of(1, 0, 0, 0) })
 * await pipeline(bufferSource([click, click]), gain({ gainDb: -6 }), sink((b) => console.log(b.position))).finished
 * // 0
 * // 4
 * ```
 */
export function bufferSource(
  buffers: readonly AudioBuffer[],
  options: IterableSourceOptions & {
    /**
     * Gives the buffers the positions that follow from their lengths.
     *
     * @defaultValue true
     */
    readonly rechain?: boolean
  } = {},
): AudioSource {
  if (!Array.isArray(buffers)) throw invalidOption('buffers', 'an array of AudioBuffer', buffers)
  const { rechain = true, ...rest } = options
  const [first] = buffers as readonly AudioBuffer[]
  function* copies(): Generator<AudioBuffer> {
    let position = first?.position ?? 0
    for (const buffer of buffers) {
      yield rechain ? buffer.copy().with({ position }) : buffer.copy()
      position += buffer.frameCount
    }
  }
  return source(copies(), { name: 'bufferSource', ...rest })
}

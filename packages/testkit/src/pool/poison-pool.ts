import { BufferPool, type BufferPoolOptions } from '@patchcord/core'

/** Options of {@link poisonPool}: those of a pool, but for `onRelease`, which it uses itself. */
export type PoisonPoolOptions = Omit<BufferPoolOptions, 'onRelease'>

/**
 * A pool that fills memory with NaN when it is given back: whoever still reads it, or acquires a
 * buffer and does not write all of it, gets numbers that no test takes for audio.
 *
 * @example
 * ```ts
 * import { poisonPool } from '@patchcord/testkit'
 *
 * const buffer = poisonPool().acquire({ sampleRate: 8000, channelCount: 1, frameCount: 1 })
 * buffer.release()
 * console.log(buffer.samples[0]) // NaN
 * ```
 */
export function poisonPool(options: PoisonPoolOptions = {}): BufferPool {
  return new BufferPool({ ...options, onRelease: (samples) => samples.fill(Number.NaN) })
}

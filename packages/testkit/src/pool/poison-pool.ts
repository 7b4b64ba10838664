import {
  type AcquireInit,
  type AudioBuffer,
  BufferPool,
  type BufferPoolOptions,
} from '@patchcord/core'

/** Options of {@link poisonPool}: those of a pool, but for `onRelease`, which it uses itself. */
export type PoisonPoolOptions = Omit<BufferPoolOptions, 'onRelease'>

const poison = (samples: Float32Array): void => void samples.fill(Number.NaN)

class PoisonPool extends BufferPool {
  override acquire(init: AcquireInit): AudioBuffer {
    const buffer = super.acquire(init)
    poison(buffer.samples)
    return buffer
  }
}

/**
 * A pool that fills memory with NaN when it is handed out and when it is given back: whoever
 * acquires a buffer and does not write all of it, or still reads one that was released, gets
 * numbers that no test takes for audio. Unless `maxIdleBytes` says otherwise it hands no memory
 * out twice, so that a late reader does not find other audio there instead.
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
  return new PoisonPool({ maxIdleBytes: 0, ...options, onRelease: poison })
}

import {
  type AudioBuffer,
  type AudioFormat,
  type AudioProcessor,
  AudioSource,
  BufferPool,
  channelMix,
  gain,
  highPass,
  levelMeter,
  limiter,
  peaking,
  pipeline,
  sink,
} from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { hasAddons, testingBinding } from './addons.test-support.js'
import { NativeBackend } from './native-backend.js'

const format: AudioFormat = { sampleRate: 48_000, channelCount: 2 }
const frameCount = 128
const buffers = 10_000
/** By then delays are filled and lists have grown. */
const warm = 2000

class Tone extends AudioSource {
  private given = 0
  protected open(): AudioFormat {
    return format
  }
  protected readItem(): AudioBuffer | null {
    if (this.given === buffers) return null
    const position = this.given++ * frameCount
    const { sampleRate, channelCount } = format
    const buffer = this.pool.acquire({ sampleRate, channelCount, frameCount, position })
    for (let index = 0; index < buffer.samples.length; index++)
      buffer.samples[index] = Math.sin(0.05 * (position + index))
    return buffer
  }
}

type Chain = readonly [AudioProcessor, AudioProcessor, AudioProcessor, AudioProcessor]

const chains: readonly [string, (options: { backend: NativeBackend }) => Chain][] = [
  [
    'in place',
    (options) => [
      highPass({ frequencyHz: 80, ...options }),
      gain({ gainDb: -3, ...options }),
      limiter({ ceilingDb: -6, lookAheadMs: 5, ...options }),
      levelMeter({ windowMs: 50, ...options }),
    ],
  ],
  [
    'from buffer to buffer',
    (options) => [
      gain({ gainDb: -3, ...options }),
      channelMix({ matrix: [[0.5, 0.5]], ...options }),
      peaking({ frequencyHz: 1000, gainDb: 3, ...options }),
      gain({ gainDb: 2, ...options }),
    ],
  ],
]

describe.skipIf(!hasAddons)('a fused run in its steady state (needs Rust)', () => {
  it.each(chains)(
    'asks for no sample memory and none in Rust, %s',
    async (_name, make) => {
      const binding = testingBinding()
      const pool = new BufferPool()
      const chain = make({ backend: new NativeBackend(binding) })
      const misses = (): number => pool.stats().acquired - pool.stats().reused
      let taken = 0
      let before = { allocations: 0, misses: 0, arrayBuffers: 0 }
      let after = before
      // The most at any time: what is given back by the garbage collector was asked for all the same.
      let arrayBuffers = 0
      const end = sink(() => {
        taken++
        if (taken < warm) return
        if (taken % 16 === 0)
          arrayBuffers = Math.max(arrayBuffers, process.memoryUsage().arrayBuffers)
        if (taken !== warm && taken !== buffers - 100) return
        const now = { allocations: binding.allocations(), misses: misses(), arrayBuffers }
        if (taken === warm) before = now
        else after = now
      })
      const { fusedGroups } = await pipeline(new Tone(), ...chain, end, { pool }).finished
      expect(fusedGroups?.map(({ stages }) => stages.length)).toEqual([4])
      expect(after.allocations).toBeGreaterThan(0)
      expect(after.allocations - before.allocations).toBe(0)
      expect(after.misses - before.misses).toBe(0)
      // A new array for each buffer would be 1024 bytes, 16 of them from look to look.
      expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(8 * 1024)
    },
    60_000,
  )
})

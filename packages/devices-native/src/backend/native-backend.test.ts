import {
  type AudioFormat,
  type KernelInstance,
  type KernelSpec,
  gain,
  jsBackend,
} from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { nativeBackend } from '../native-backend.js'
import { nativeStatus } from '../native-status.js'
import { hasAddons, releasePath } from './addons.test-support.js'
import { loadBackend } from './load-backend.js'
import { platform } from './load-binding.js'

const stereo: AudioFormat = { sampleRate: 48_000, channelCount: 2, channelLayout: ['FL', 'FR'] }
const resample = { kernel: 'resample', quality: 'fast', correctionPpm: 0 } as const
const specs: readonly KernelSpec[] = [
  { kernel: 'biquad', sections: [[1, 0.5, 0, 0.1, 0]], rampFrames: 8 },
  {
    kernel: 'channelMix',
    matrix: [
      [1, 0],
      [0, 1],
    ],
  },
  { kernel: 'channelMix', matrix: [[0.5, 0.5]], channelLayout: ['FC'] },
  { kernel: 'fade', direction: 'in', curve: 'linear', startFrame: 0, frameCount: 10 },
  { kernel: 'gain', gain: 0.5, rampFrames: 4 },
  { kernel: 'levelMeter', windowFrames: 3 },
  { kernel: 'limiter', ceiling: 0.5, lookAheadFrames: 4, releaseCoefficient: 0.1 },
  { ...resample, sampleRate: 48_000, up: 1, down: 1, adjustable: false },
  { ...resample, sampleRate: 16_000, up: 1, down: 3, adjustable: false },
  { ...resample, sampleRate: 48_000, up: 1, down: 1, adjustable: true },
]
const name = (spec: KernelSpec): string => JSON.stringify(spec).slice(0, 80)
const samples = (): Float32Array => Float32Array.from({ length: 64 }, (_, index) => Math.sin(index))

/** What there is to see of a kernel, without what it computes. */
function shape(kernel: KernelInstance): unknown {
  const { output, latencyFrames, inPlace, readsOnly, takeReadings } = kernel
  return { output, latencyFrames, inPlace, readsOnly, measures: takeReadings !== undefined }
}

describe.skipIf(!hasAddons)('the native backend (needs Rust)', () => {
  it.each(specs.map((spec) => [name(spec), spec] as const))(
    'is shaped as in TypeScript: %s',
    (_, spec) => {
      const native = loadBackend().create(spec, stereo)
      const js = jsBackend.create(spec, stereo)
      expect(shape(native)).toEqual(shape(js))
      expect(typeof native.update).toBe(typeof js.update)
      expect(native.startAt(6)).toBe(js.startAt(6))
      expect(native.outputFrames(32)).toBe(js.outputFrames(32))
      expect(native.tailFrames()).toBe(js.tailFrames())
    },
  )

  it('tells what it has measured as objects, however much that is', () => {
    const measured = (backend: typeof jsBackend): unknown => {
      const meter = backend.create({ kernel: 'levelMeter', windowFrames: 3 }, stereo)
      meter.startAt(100)
      expect(meter.takeReadings?.()).toEqual([])
      meter.process(samples(), 32, new Float32Array(64))
      meter.process(samples(), 32, new Float32Array(64))
      const readings = meter.takeReadings?.()
      meter.flush(new Float32Array(0))
      return [readings, meter.takeReadings?.(), meter.takeReadings?.()]
    }
    expect(measured(loadBackend())).toEqual(measured(jsBackend))
  })

  it('tells how far a limiter has turned down', () => {
    const spec: KernelSpec = {
      kernel: 'limiter',
      ceiling: 0.5,
      lookAheadFrames: 4,
      releaseCoefficient: 0.1,
    }
    const [native, js] = [loadBackend(), jsBackend].map((backend) => {
      const limiter = backend.create(spec, stereo)
      limiter.process(samples(), 32, new Float32Array(2 * limiter.outputFrames(32)))
      return [limiter.takeReadings?.(), limiter.takeReadings?.()]
    })
    expect(native).toEqual(js)
    expect(native?.[0]).toHaveLength(1)
  })

  it('joins its own kernels only, and each once', () => {
    const backend = loadBackend()
    const mine = backend.create({ kernel: 'gain', gain: 1, rampFrames: 0 }, stereo)
    const other = jsBackend.create({ kernel: 'gain', gain: 1, rampFrames: 0 }, stereo)
    expect(() => backend.fuse?.([mine, other])).toThrow('only kernels of the native backend')
    expect(() => backend.fuse?.([mine, mine])).toThrow('once only')
    expect(() => backend.fuse?.([])).toThrow('1 to 30 kernels')
    const mono = backend.create(
      { kernel: 'gain', gain: 1, rampFrames: 0 },
      { ...stereo, channelCount: 1 },
    )
    expect(() => backend.fuse?.([mine, mono])).toThrow('take what the one before it gives')
  })

  it('refuses a spec that makes no sense', () => {
    const spec = { kernel: 'reverb' } as unknown as KernelSpec
    expect(() => loadBackend().create(spec, stereo)).toThrow(/reverb/)
    expect(() =>
      loadBackend().create({ kernel: 'gain', gain: NaN, rampFrames: 0 }, stereo),
    ).toThrow()
  })

  it('is loaded once, and given to whoever asks', () => {
    expect(nativeBackend()).toBe(loadBackend())
    expect(gain({ backend: nativeBackend() }).backend.name).toBe('native')
    expect(nativeStatus()).toEqual({ available: true, platform, path: releasePath })
  })
})

import {
  AudioBuffer,
  type KernelBackend,
  bufferSource,
  fade,
  gain,
  isPatchcordError,
  pipeline,
  sink,
} from '@patchcord/core'
import { describe, expect, it, vi } from 'vitest'
import { hasAddons, testingBinding } from './addons.test-support.js'
import { NativeBackend } from './native-backend.js'
import type { NativeKernel } from './native-binding.js'
import { NativeKernelInstance } from './native-kernel-instance.js'

const one = (): Float32Array => Float32Array.of(1)
const panicked = expect.objectContaining({
  code: 'native-panic',
  message: expect.stringMatching(/panicked: as it was told to \(.*testing\.rs:\d+\)/) as string,
}) as Error

/** A backend whose kernels panic in their second block. */
function panicking(): KernelBackend {
  const binding = testingBinding()
  const backend = new NativeBackend(binding)
  return {
    name: 'native',
    create: (spec, input) => {
      const { sampleRate, channelCount } = input
      const native = binding.createPanickingKernel(sampleRate, channelCount, 2)
      return new NativeKernelInstance(native, spec, input)
    },
    fuse: (kernels) => backend.fuse(kernels),
  }
}

describe.skipIf(!hasAddons)('a Rust panic (needs Rust)', () => {
  it('becomes an error that says what and where, and nothing is printed', () => {
    const stderr = vi.spyOn(process.stderr, 'write')
    expect(() => testingBinding().panicNow()).toThrow(panicked)
    expect(stderr).not.toHaveBeenCalled()
    stderr.mockRestore()
  })

  it('makes its kernel unusable, and no other', () => {
    const binding = testingBinding()
    const kernel = binding.createPanickingKernel(48_000, 1, 2)
    const spec = JSON.stringify({ kernel: 'gain', gain: 1, rampFrames: 0 })
    const other = binding.createKernel(spec, 48_000, 1)
    kernel.process(one(), 1, one())
    for (let turn = 0; turn < 2; turn++)
      expect(() => kernel.process(one(), 1, one())).toThrow(panicked)
    expect(() => kernel.tailFrames()).toThrow(panicked)
    expect(() => kernel.flush(new Float32Array(0))).toThrow(panicked)
    expect(() => binding.createChain([kernel])).toThrow(panicked)
    other.process(one(), 1, one())
  })

  it('makes all kernels of its chain unusable, as it may have come from any', () => {
    const binding = testingBinding()
    const spec = JSON.stringify({ kernel: 'gain', gain: 1, rampFrames: 0 })
    const kernels = [
      binding.createKernel(spec, 48_000, 1),
      binding.createPanickingKernel(48_000, 1, 1),
    ]
    const chain = binding.createChain(kernels)
    expect(() => chain.process(one(), 1, one())).toThrow(panicked)
    expect(() => chain.process(one(), 1, one())).toThrow(panicked)
    for (const kernel of kernels) expect(() => kernel.process(one(), 1, one())).toThrow(panicked)
  })

  it('says which kernel of a chain it came from, in place and from array to array', () => {
    const binding = testingBinding()
    const spec = JSON.stringify({ kernel: 'gain', gain: 1, rampFrames: 0 })
    const own = (): NativeKernel => binding.createKernel(spec, 48_000, 1)
    for (const output of [undefined, one()]) {
      const failing = binding.createPanickingKernel(48_000, 1, 1)
      const chain = binding.createChain([own(), own(), failing, own()])
      const input = one()
      // It stays that one, however often the chain is asked.
      for (let turn = 0; turn < 2; turn++)
        expect(() => chain.process(input, 1, output ?? input)).toThrow(
          expect.objectContaining({ code: 'native-panic', kernelIndex: 2 }) as Error,
        )
    }
    const alone = binding.createPanickingKernel(48_000, 1, 1)
    const chain = binding.createChain([own(), alone])
    expect(() => alone.process(one(), 1, one())).toThrow(
      expect.not.objectContaining({ kernelIndex: expect.anything() }) as Error,
    )
    expect(() => chain.outputFrames(1, new Float64Array(2))).toThrow(
      expect.objectContaining({ kernelIndex: 1 }) as Error,
    )
  })

  it('fails the stage that it happened in, in a fused run too', async () => {
    const native = new NativeBackend(testingBinding())
    const broken = panicking()
    const backend: KernelBackend = {
      name: 'native',
      create: (spec, input) => (spec.kernel === 'fade' ? broken : native).create(spec, input),
      fuse: (kernels) => native.fuse(kernels),
    }
    const buffers = Array.from(
      { length: 10 },
      () => new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples: one() }),
    )
    const stages = [
      gain({ backend }),
      gain({ backend }),
      fade({ direction: 'in', durationMs: 1000, backend }),
      gain({ backend }),
    ] as const
    const run = pipeline(
      bufferSource(buffers),
      ...stages,
      sink(() => {}),
    )
    await expect(run.finished).rejects.toMatchObject({
      code: 'stage-failed',
      details: { stage: 'fade' },
    })
    expect(stages.map((stage) => stage.stats().itemsIn)).toEqual([2, 2, 2, 1])
  })

  it.each([true, false])('ends a run with everything closed (fuse: %s)', async (fuse) => {
    const buffers = Array.from(
      { length: 10 },
      () => new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples: one() }),
    )
    const source = bufferSource(buffers)
    const stages = [gain({ backend: panicking() }), gain({ backend: panicking() })] as const
    const end = sink(() => {})
    const error: unknown = await pipeline(source, ...stages, end, { fuse }).finished.catch(
      (reason: unknown) => reason,
    )
    expect(isPatchcordError(error, 'stage-failed')).toBe(true)
    expect((error as Error).cause).toEqual(panicked)
    expect((error as Error).message).toContain('gain')
    for (const port of [source, ...stages, end]) expect(port.destroyed).toBe(true)
  })
})

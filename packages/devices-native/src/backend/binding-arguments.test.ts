import { describe, expect, it } from 'vitest'
import { hasAddons, testingBinding } from './addons.test-support.js'
import type { NativeChain, NativeKernel } from './native-binding.js'

const gainSpec = JSON.stringify({ kernel: 'gain', gain: 0.5, rampFrames: 0 })
const kernel = (channels = 2): NativeKernel =>
  testingBinding().createKernel(gainSpec, 48_000, channels)
const chain = (): NativeChain => testingBinding().createChain([kernel(), kernel()])
const zeros = (length: number): Float32Array => new Float32Array(length)

describe.skipIf(!hasAddons)('arguments of the addon (needs Rust)', () => {
  const detached = new Float32Array(new ArrayBuffer(32))
  structuredClone(detached, { transfer: [detached.buffer] })
  const overlapping = zeros(16)

  it.each<[string, unknown[], RegExp]>([
    ['too few frames', [zeros(8), 5, zeros(8)], /input must hold 5 frames of 2 channels, got 8/],
    ['a short output', [zeros(8), 4, zeros(7)], /output must hold 4 frames/],
    ['no array', [1, 4, zeros(8)], /argument 1 must be a Float32Array/],
    ['another array', [zeros(8), 4, new Float64Array(8)], /argument 3 must be a Float32Array/],
    ['a fraction', [zeros(8), 3.5, zeros(8)], /argument 2 must be a count/],
    ['a negative count', [zeros(8), -4, zeros(8)], /argument 2 must be a count/],
    ['NaN', [zeros(8), NaN, zeros(8)], /argument 2 must be a count/],
    ['a huge count', [zeros(8), 2 ** 32 - 1, zeros(8)], /must hold 4294967295 frames/],
    ['a string for a count', [zeros(8), '4', zeros(8)], /argument 2 must be a number/],
    ['nothing', [], /argument 1 must be a Float32Array/],
    ['memory that went away', [detached, 4, detached], /got 0 samples/],
    [
      'arrays that overlap',
      [overlapping.subarray(0, 8), 4, overlapping.subarray(4, 12)],
      /must be one array, or have no memory in common/,
    ],
  ])('refuses %s', (_, args, message) => {
    const call = (target: NativeKernel | NativeChain): void =>
      Reflect.apply(target.process as () => void, undefined, args)
    for (const target of [kernel(), chain()]) {
      expect(() => call(target)).toThrow(message)
      expect(() => call(target)).toThrow(expect.objectContaining({ code: 'native-argument' }))
    }
  })

  it('takes neighbours in one buffer, views with an offset, and one array for both', () => {
    const both = Float32Array.from({ length: 16 }, () => 1)
    kernel().process(both.subarray(0, 8), 4, both.subarray(8))
    chain().process(both.subarray(0, 8), 4, both.subarray(0, 8))
    expect([...both]).toEqual([...Array(8).fill(0.25), ...Array(8).fill(0.5)])
  })

  it('works on memory that threads share', () => {
    const shared = new Float32Array(new SharedArrayBuffer(64)).fill(1)
    const [left, right] = [shared.subarray(0, 8), shared.subarray(8)]
    kernel().process(left, 4, right)
    kernel().process(left, 4, left)
    chain().process(right, 4, right)
    expect([...shared]).toEqual([...Array(8).fill(0.5), ...Array(8).fill(0.125)])
    const counts = new Float64Array(new SharedArrayBuffer(16))
    expect(() => chain().outputFrames(4, counts)).toThrow('of this thread alone')
  })

  it('writes to where only one array can be', () => {
    const swap = JSON.stringify({
      kernel: 'channelMix',
      matrix: [
        [0, 1],
        [1, 0],
      ],
    })
    const mixer = testingBinding().createKernel(swap, 48_000, 2)
    const samples = Float32Array.of(1, 2)
    expect(() => mixer.process(samples, 1, samples)).toThrow('does not work in place')
    const mono = testingBinding().createKernel(
      JSON.stringify({ kernel: 'channelMix', matrix: [[1, 1]] }),
      48_000,
      2,
    )
    expect(() => testingBinding().createChain([mono]).process(samples, 1, samples)).toThrow(
      'output must hold',
    )
  })

  it('times each kernel, in an array that has room for all', () => {
    const times = Float64Array.of(-1, -1, -1)
    const two = chain()
    expect(two.processTimed(zeros(8), 4, zeros(8), times)).toBe(0)
    expect([times[0]! >= 0, times[1]! >= 0, times[2]]).toEqual([true, true, -1])
    expect(() => two.processTimed(zeros(8), 4, zeros(8), new Float64Array(1))).toThrow('each of 2')
    // What the times are written over is done with.
    const memory = new ArrayBuffer(32)
    const samples = new Float32Array(memory)
    two.processTimed(samples, 4, samples, new Float64Array(memory))
  })

  it('takes kernels of its own for kernels, and nothing else', () => {
    const { createChain, createKernel } = testingBinding()
    const strangers: unknown[] = [[{}], [1], [null], 'x', undefined, [Object.create(kernel())]]
    for (const stranger of strangers)
      expect(() => createChain(stranger as NativeKernel[])).toThrow('argument 1 must be an array')
    expect(() => createChain(Array.from({ length: 31 }, () => kernel()))).toThrow('1 to 30')
    expect(() => createKernel(gainSpec, 48_000, 0)).toThrow('at least 1')
    expect(() => createKernel(gainSpec, NaN, 1)).toThrow('sampleRate')
    expect(() => createKernel(1 as never, 48_000, 1)).toThrow('must be a string')
    expect(() => kernel().startAt(0.5)).toThrow('a whole number')
  })

  it('keeps what a function needs, whatever becomes of its object', () => {
    const { process } = kernel(1)
    const samples = Float32Array.of(1)
    process(samples, 1, samples)
    expect(samples[0]).toBe(0.5)
  })
})

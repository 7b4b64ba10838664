import {
  type KernelBackend,
  type KernelChain,
  type KernelInstance,
  jsBackend,
} from '../src/index.js'

/** How often a chain was called; a test of fusion that never sees one tests nothing. */
export interface ChainCalls {
  count: number
}

/**
 * A backend that fuses, in TypeScript: `jsBackend` with chains that execute one kernel after the
 * other, as a native one has to.
 */
export function chainedBackend(calls: ChainCalls = { count: 0 }): KernelBackend {
  return {
    name: 'native',
    create: jsBackend.create,
    fuse: (kernels) => new Chain(kernels, calls),
  }
}

class Chain implements KernelChain {
  private readonly scratch: [Float32Array, Float32Array] = [
    new Float32Array(0),
    new Float32Array(0),
  ]

  constructor(
    private readonly kernels: readonly KernelInstance[],
    private readonly calls: ChainCalls,
  ) {}

  process(input: Float32Array, frameCount: number, output: Float32Array): number {
    return this.run(input, frameCount, output, undefined)
  }

  processTimed(
    input: Float32Array,
    frameCount: number,
    output: Float32Array,
    timesUs: Float64Array,
  ): number {
    return this.run(input, frameCount, output, timesUs)
  }

  outputFrames(frameCount: number, each: Float64Array): void {
    let frames = frameCount
    for (const [at, kernel] of this.kernels.entries())
      each[at] = frames = kernel.outputFrames(frames)
  }

  private run(
    input: Float32Array,
    frameCount: number,
    output: Float32Array,
    timesUs: Float64Array | undefined,
  ): number {
    this.calls.count++
    const last = this.kernels.length - 1
    let samples = input
    let frames = frameCount
    for (let at = 0; at <= last; at++) {
      const kernel = this.kernels[at] as KernelInstance
      const given = kernel.outputFrames(frames)
      const startedAt = timesUs === undefined ? 0 : performance.now()
      const isEven = kernel.inPlace && given === frames
      // What is not the chain's own is only written where the caller said so.
      const own = samples !== input || input === output
      const target =
        at === last
          ? output
          : isEven && own
            ? samples
            : this.take(samples, given * kernel.output.channelCount)
      try {
        kernel.process(samples, frames, target)
      } catch (error) {
        throw Object.assign(error as Error, { kernelIndex: at })
      }
      if (timesUs !== undefined) timesUs[at] = (performance.now() - startedAt) * 1000
      samples = target
      frames = given
    }
    return this.readings()
  }

  private readings(): number {
    let mask = 0
    for (let at = 0; at < this.kernels.length; at++)
      if (this.kernels[at]?.takeReadings !== undefined) mask |= 1 << at
    return mask
  }

  /** Memory of the chain's own that is not what the kernel reads. */
  private take(read: Float32Array, length: number): Float32Array {
    const side = read.buffer === this.scratch[0].buffer ? 1 : 0
    if (this.scratch[side].length < length) this.scratch[side] = new Float32Array(length)
    return this.scratch[side].subarray(0, length)
  }
}

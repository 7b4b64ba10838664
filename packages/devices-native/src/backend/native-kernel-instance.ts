import type { AudioFormat, KernelInstance, KernelReading, KernelSpec } from '@patchcord/core'
import type { NativeKernel } from './native-binding.js'
import { ReadingDecoder } from './reading-decoder.js'

const noReadings: readonly KernelReading[] = Object.freeze([])

/** A kernel of the addon, as `core` knows kernels. */
export class NativeKernelInstance implements KernelInstance {
  readonly output: AudioFormat
  readonly latencyFrames: number
  readonly inPlace: boolean
  // Only there where the kernel of the TypeScript backend has them.
  declare readonly readsOnly?: boolean
  declare readonly update?: (spec: KernelSpec) => void
  declare readonly takeReadings?: () => readonly KernelReading[]
  /** What makes sense of its readings, if it measures. */
  declare readonly decoder?: ReadingDecoder

  constructor(
    readonly native: NativeKernel,
    spec: KernelSpec,
    input: AudioFormat,
  ) {
    this.output = outputFormat(native, spec, input)
    this.latencyFrames = native.latencyFrames
    this.inPlace = native.inPlace
    if (native.readsOnly) this.readsOnly = true
    if (spec.kernel === 'levelMeter' || spec.kernel === 'limiter') {
      const decoder = new ReadingDecoder(spec.kernel, input.channelCount)
      const move = (into: Float64Array): number => native.takeReadings(into)
      this.takeReadings = () => (native.hasReadings() ? decoder.take(move) : noReadings)
      this.decoder = decoder
    }
    if (canChange(spec)) this.update = (changed) => native.update(JSON.stringify(changed))
  }

  startAt(position: number): number {
    return this.native.startAt(position)
  }

  outputFrames(frameCount: number): number {
    return this.native.outputFrames(frameCount)
  }

  process(input: Float32Array, frameCount: number, output: Float32Array): void {
    this.native.process(input, frameCount, output)
  }

  tailFrames(): number {
    return this.native.tailFrames()
  }

  flush(output: Float32Array): void {
    this.native.flush(output)
  }
}

function canChange({ kernel }: KernelSpec): boolean {
  return kernel !== 'channelMix' && kernel !== 'fade' && kernel !== 'levelMeter'
}

function outputFormat(native: NativeKernel, spec: KernelSpec, input: AudioFormat): AudioFormat {
  if (spec.kernel === 'channelMix') {
    const { channelLayout } = spec
    return {
      sampleRate: input.sampleRate,
      channelCount: native.outputChannelCount,
      ...(channelLayout === undefined ? {} : { channelLayout }),
    }
  }
  const sampleRate = native.outputSampleRate
  return sampleRate === input.sampleRate ? input : { ...input, sampleRate }
}

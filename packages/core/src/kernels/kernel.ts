import type { AudioFormat } from '../format/audio-format.js'
import type { PcmByteFormat } from '../pcm/pcm-byte-format.js'
import type { PcmBlockDecoder } from '../pcm/pcm-decoder.js'
import type { PcmBlockEncoder, PcmEncodeOptions } from '../pcm/pcm-encoder.js'
import type { BiquadSpec } from './biquad-kernel.js'
import type { ChannelMixSpec } from './channel-mix-kernel.js'
import type { FadeSpec } from './fade-kernel.js'
import type { KernelFileJob, KernelFileRun } from './kernel-file-job.js'
import type { GainSpec } from './gain-kernel.js'
import type { LevelMeterReading, LevelMeterSpec } from './level-meter-kernel.js'
import type { LimiterReading, LimiterSpec } from './limiter-kernel.js'
import type { ResampleSpec } from './resample-kernel.js'

/** The kernels that exist, each with the plain data that describes it. */
export interface KernelSpecs {
  readonly biquad: BiquadSpec
  readonly channelMix: ChannelMixSpec
  readonly fade: FadeSpec
  readonly gain: GainSpec
  readonly levelMeter: LevelMeterSpec
  readonly limiter: LimiterSpec
  readonly resample: ResampleSpec
}

/** The name of a kernel. */
export type KernelName = keyof KernelSpecs

/**
 * The arithmetic of a processor described as data, so that either backend can execute it, alone
 * or fused with its neighbours. All numbers in it are ready to use: coefficients are computed
 * once, in TypeScript. It survives JSON.
 */
export type KernelSpec = KernelSpecs[KernelName]

/** What a measuring kernel has measured. */
export type KernelReading = LevelMeterReading | LimiterReading

/**
 * A kernel that was set up for one format and holds its state.
 *
 * What every backend must keep to, so that two of them agree bit for bit: samples are planar
 * 32-bit floats; all arithmetic between reading and writing one is in 64-bit floats, in the
 * order that the kernel's description gives, without fused multiply-add; writing rounds once, to
 * nearest even. Any division of a stream into blocks gives the same output.
 */
export interface KernelInstance<Spec extends KernelSpec = KernelSpec> {
  /** What comes out. */
  readonly output: AudioFormat
  /**
   * How far the output trails the input, in frames of the input: a frame that is written has its
   * place on the timeline, it is only written later.
   */
  readonly latencyFrames: number
  /**
   * Where a block comes out as long as it went in, `output` may be the very array of `input`. Once
   * such a kernel has given a block as long as it took, it does so until it is flushed.
   */
  readonly inPlace: boolean
  /** In place, nothing is written at all: samples may be somebody else's too. */
  readonly readsOnly?: boolean
  /**
   * Says where on the input's timeline the next block begins. Called before the first block, and
   * at a discontinuity after `flush`. Filters, ramps and windows carry on over it.
   *
   * @returns the position on the output's timeline of the next frame to be written
   */
  startAt(position: number): number
  /** The exact number of frames that `process` will write for the next `frameCount` frames. */
  outputFrames(frameCount: number): number
  /**
   * Executes one block, planar in and planar out. `output` holds exactly
   * `outputFrames(frameCount)` frames of the output format.
   */
  process(input: Float32Array, frameCount: number, output: Float32Array): void
  /** The frames that are still inside and that `flush` will write. */
  tailFrames(): number
  /**
   * Writes exactly `tailFrames()` frames and empties delay lines and windows. What `update` set
   * stays.
   */
  flush(output: Float32Array): void
  /**
   * Changes the numbers of the spec from the next block on, ramped where a step would be heard.
   * A kernel without it cannot change while running.
   */
  update?(spec: Spec): void
  /** What a measuring kernel has measured since it was last asked. */
  takeReadings?(): readonly KernelReading[]
}

/**
 * Several kernels of one backend, each fed by the one before it, executed by one call a block. It
 * shares its kernels' state: a kernel may be called by itself between two blocks of the chain.
 */
export interface KernelChain {
  /**
   * Executes one block through all kernels. `output` holds exactly the frames that the last kernel
   * writes, and may be the very array of `input` where every kernel works in place and its block
   * comes out as long as it went in; else `input` is left as it is. Every kernel gives at least one
   * frame.
   *
   * An error that is thrown says by a number `kernelIndex` which kernel has failed, where it is not
   * the first.
   *
   * @returns the kernels that have readings to take: bit `i` is kernel `i`
   */
  process(input: Float32Array, frameCount: number, output: Float32Array): number
  /** The same, and writes to `timesUs[i]` how long kernel `i` took, in microseconds. */
  processTimed(
    input: Float32Array,
    frameCount: number,
    output: Float32Array,
    timesUs: Float64Array,
  ): number
  /** Writes to `each[i]` how many frames kernel `i` will write for the next `frameCount` frames. */
  outputFrames(frameCount: number, each: Float64Array): void
}

/** The most kernels in a {@link KernelChain}: one for each bit of what `process` returns. */
export const maxChainLength = 30

/** Executes kernels. */
export interface KernelBackend {
  readonly name: 'js' | 'native'
  /** Sets a kernel up for an input format. */
  create(spec: KernelSpec, input: AudioFormat): KernelInstance
  /**
   * Joins kernels that this backend has made, each taking what the one before it gives, at most
   * {@link maxChainLength} of them. A backend without it executes each by itself.
   */
  fuse?(kernels: readonly KernelInstance[]): KernelChain
  /**
   * Prepares the conversion of PCM bytes to planar samples. It does what the function
   * `createPcmDecoder` does, errors included, bit for bit but for the payload of a NaN.
   */
  createPcmDecoder?(format: PcmByteFormat): PcmBlockDecoder
  /**
   * Prepares the conversion of planar samples to PCM bytes. It does what the function
   * `createPcmEncoder` does, errors, dither and counts included, bit for bit but for the payload of
   * a NaN.
   */
  createPcmEncoder?(options: PcmEncodeOptions): PcmBlockEncoder
  /**
   * Begins a job from file to file on a thread of its own, with kernels that this backend has made
   * and that have processed nothing yet.
   */
  runFile?(job: KernelFileJob): KernelFileRun
}

/**
 * What the addon exports. Specs are JSON, positions and counts are whole numbers, samples are
 * planar and belong to JavaScript: the addon uses them for the length of one call.
 *
 * @internal
 */
export interface NativeBinding {
  /** Sets a kernel up for an input format. Throws where the spec makes no sense. */
  createKernel(spec: string, sampleRate: number, channelCount: number): NativeKernel
  /** Joins kernels; each goes on working by itself too. */
  createChain(kernels: readonly NativeKernel[]): NativeChain
  /** Prepares the reading of PCM bytes. The names are core's. */
  createPcmDecoder(sampleFormat: string, channelCount: number, layout: string): NativePcmDecoder
  /** Prepares the writing of PCM bytes. */
  createPcmEncoder(
    sampleFormat: string,
    channelCount: number,
    layout: string,
    dither: string,
    ditherSeed: number,
  ): NativePcmEncoder
  /**
   * Begins a job from file to file on a thread of its own. `job` is JSON of the input and the
   * output. The kernels cannot be called any more. `onNews` is called later, at least once after
   * the outcome is there.
   */
  runFile(job: string, kernels: readonly NativeKernel[], onNews: () => void): NativeRun
}

/** @internal */
export interface NativeKernel {
  readonly outputSampleRate: number
  readonly outputChannelCount: number
  readonly latencyFrames: number
  readonly inPlace: boolean
  readonly readsOnly: boolean
  startAt(position: number): number
  outputFrames(frameCount: number): number
  process(input: Float32Array, frameCount: number, output: Float32Array): void
  tailFrames(): number
  flush(output: Float32Array): void
  update(spec: string): void
  hasReadings(): boolean
  /** Moves whole readings, oldest first, to `into`, as many as fit; returns how many numbers that were. */
  takeReadings(into: Float64Array): number
}

/** @internal */
export interface NativeChain {
  process(input: Float32Array, frameCount: number, output: Float32Array): number
  processTimed(
    input: Float32Array,
    frameCount: number,
    output: Float32Array,
    timesUs: Float64Array,
  ): number
  outputFrames(frameCount: number, each: Float64Array): void
}

/** Parts are counted from the input, 0, over the kernels to the output. @internal */
export interface NativeRun {
  update(kernel: number, spec: string): void
  pause(): void
  resume(): void
  stopReading(): void
  abort(): void
  /**
   * Writes, for each part, blocks and frames in, blocks and frames out; then the bytes written, the
   * clipped samples, and those that were no number.
   */
  stats(into: Float64Array): void
  /** As that of a kernel. */
  takeReadings(kernel: number, into: Float64Array): number
  /** Moves milliseconds, oldest first, to `into`, as many as fit; returns how many those were. */
  takeTimes(part: number, into: Float64Array): number
  /** `undefined` while it works, `null` where nothing failed. */
  outcome(): NativeFailure | null | undefined
}

/** What failed in a job. @internal */
export interface NativeFailure {
  readonly part: number
  /** Of errors that are not the system's, where there is one; else empty. */
  readonly code: string
  /** The system's own number, positive, or 0. */
  readonly errno: number
  readonly message: string
}

/** @internal */
export interface NativePcmDecoder {
  decode(
    bytes: Uint8Array,
    byteStart: number,
    frameCount: number,
    planar: Float32Array,
    frameStart: number,
  ): void
}

/** @internal */
export interface NativePcmEncoder {
  encode(
    planar: Float32Array,
    frameCount: number,
    bytes: Uint8Array,
    byteStart: number,
    frameStart: number,
  ): void
  clippedSamples(): number
  nanSamples(): number
}

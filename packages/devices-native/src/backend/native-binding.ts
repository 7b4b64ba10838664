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

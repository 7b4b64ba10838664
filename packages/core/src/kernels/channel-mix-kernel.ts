import type { AudioFormat } from '../format/audio-format.js'
import type { ChannelLayout } from '../format/channel-layout.js'
import type { KernelInstance } from './kernel.js'

/**
 * Makes each output channel of a weighted sum of input channels.
 *
 * The products of a row are added from the first input channel to the last. A weight of 0 is left
 * out, so that nothing (no NaN either) leaks from a channel that is not used; a row with a single
 * weight of 1 copies bit for bit; a row of zeros writes +0.
 */
export interface ChannelMixSpec {
  readonly kernel: 'channelMix'
  /** One row for each output channel, one column for each input channel. */
  readonly matrix: readonly (readonly number[])[]
  /** What the output channels are, where that is known. */
  readonly channelLayout?: ChannelLayout
}

interface Term {
  readonly channel: number
  readonly weight: number
}

/** The JavaScript channel mix. @internal */
export class ChannelMixKernel implements KernelInstance<ChannelMixSpec> {
  readonly output: AudioFormat
  readonly latencyFrames = 0
  readonly inPlace: boolean
  private readonly rows: readonly (readonly Term[])[]

  constructor(spec: ChannelMixSpec, input: AudioFormat) {
    const { matrix, channelLayout } = spec
    this.output = {
      sampleRate: input.sampleRate,
      channelCount: matrix.length,
      ...(channelLayout === undefined ? {} : { channelLayout }),
    }
    this.rows = matrix.map((row) =>
      row.map((weight, channel) => ({ channel, weight })).filter(({ weight }) => weight !== 0),
    )
    // Only what moves nothing can write where it still has to read.
    this.inPlace =
      matrix.length === input.channelCount &&
      this.rows.every((terms, row) => terms.every(({ channel }) => channel === row))
  }

  startAt(position: number): number {
    return position
  }

  outputFrames(frameCount: number): number {
    return frameCount
  }

  process(input: Float32Array, frameCount: number, output: Float32Array): void {
    let start = 0
    for (const terms of this.rows) {
      mixRow(input, frameCount, terms, output, start)
      start += frameCount
    }
  }

  tailFrames(): number {
    return 0
  }

  flush(): void {}
}

function mixRow(
  input: Float32Array,
  frameCount: number,
  terms: readonly Term[],
  output: Float32Array,
  start: number,
): void {
  const [first, second] = terms
  if (first === undefined) {
    output.fill(0, start, start + frameCount)
    return
  }
  const from = first.channel * frameCount
  if (second === undefined) {
    if (first.weight !== 1) scaleRow(input, from, frameCount, first.weight, output, start)
    else if (input !== output) output.set(input.subarray(from, from + frameCount), start)
  } else if (terms.length === 2) {
    addRows(
      input,
      from,
      first.weight,
      second.channel * frameCount,
      second.weight,
      frameCount,
      output,
      start,
    )
  } else {
    addAllRows(input, frameCount, terms, output, start)
  }
}

function addAllRows(
  input: Float32Array,
  frameCount: number,
  terms: readonly Term[],
  output: Float32Array,
  start: number,
): void {
  const froms = Float64Array.from(terms, ({ channel }) => channel * frameCount)
  const weights = Float64Array.from(terms, ({ weight }) => weight)
  for (let index = 0; index < frameCount; index++) {
    let sum = (input[(froms[0] as number) + index] as number) * (weights[0] as number)
    for (let term = 1; term < weights.length; term++) {
      sum += (input[(froms[term] as number) + index] as number) * (weights[term] as number)
    }
    output[start + index] = sum
  }
}

function scaleRow(
  input: Float32Array,
  from: number,
  frameCount: number,
  weight: number,
  output: Float32Array,
  start: number,
): void {
  for (let index = 0; index < frameCount; index++)
    output[start + index] = (input[from + index] as number) * weight
}

function addRows(
  input: Float32Array,
  from: number,
  weight: number,
  secondFrom: number,
  secondWeight: number,
  frameCount: number,
  output: Float32Array,
  start: number,
): void {
  for (let index = 0; index < frameCount; index++) {
    output[start + index] =
      (input[from + index] as number) * weight +
      (input[secondFrom + index] as number) * secondWeight
  }
}

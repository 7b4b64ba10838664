import {
  type AudioBuffer,
  AudioProcessor,
  type Emit,
  type PortOptions,
  checkKnownOptions,
  checkNumber,
  framesToMs,
  invalidOption,
  portOptionNames,
} from '@patchcord/core'
import { checkSeed, seededRandom } from '../random/seeded-random.js'

/** Options of {@link shortReads}. */
export interface ShortReadsOptions extends PortOptions {
  /**
   * The least frames of a piece, but for what is left of a buffer: 1 or more.
   *
   * @defaultValue 1
   */
  readonly minFrames?: number
  /**
   * The most frames of a piece: `minFrames` or more.
   *
   * @defaultValue 480
   */
  readonly maxFrames?: number
  /**
   * The same seed cuts the same stream the same way: 0 to 2^32 - 1.
   *
   * @defaultValue 1
   */
  readonly seed?: number
}

class ShortReads extends AudioProcessor {
  private readonly minFrames: number
  private readonly maxFrames: number
  private readonly random: () => number

  constructor(options: ShortReadsOptions) {
    checkKnownOptions('shortReads', options, [...portOptionNames, 'minFrames', 'maxFrames', 'seed'])
    const { minFrames = 1, maxFrames = Math.max(480, minFrames), seed = 1, ...rest } = options
    super({ name: 'shortReads', ...rest })
    const range = { min: 1, max: 2 ** 24, integer: true, unit: 'frames' }
    this.minFrames = checkNumber('minFrames', minFrames, range)
    this.maxFrames = checkNumber('maxFrames', maxFrames, range)
    if (maxFrames < minFrames) {
      throw invalidOption('maxFrames', `at least minFrames (${minFrames})`, maxFrames)
    }
    this.random = seededRandom(checkSeed(seed))
  }

  protected processItem(buffer: AudioBuffer, emit: Emit<AudioBuffer>): void {
    const span = this.maxFrames - this.minFrames + 1
    for (let from = 0; from < buffer.frameCount;) {
      const wanted = this.minFrames + Math.floor(this.random() * span)
      const count = Math.min(wanted, buffer.frameCount - from)
      emit(this.cut(buffer, from, count))
      from += count
    }
  }

  private cut(buffer: AudioBuffer, from: number, frameCount: number): AudioBuffer {
    const { sampleRate, channelCount, channelLayout, metadata, timestampMs } = buffer
    const piece = this.pool.acquire({
      sampleRate,
      channelCount,
      channelLayout,
      metadata,
      frameCount,
      position: buffer.position + from,
      timestampMs:
        timestampMs === undefined ? undefined : timestampMs + framesToMs(from, sampleRate),
    })
    for (let channel = 0; channel < channelCount; channel++) {
      const samples = buffer.channel(channel).subarray(from, from + frameCount)
      piece.samples.set(samples, channel * frameCount)
    }
    return piece
  }
}

/**
 * Cuts buffers into pieces of random sizes, as files, sockets and devices do: what comes after it
 * must not depend on where one buffer ends and the next begins.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { collectSink, shortReads, sine } from '@patchcord/testkit'
 *
 * const end = collectSink()
 * await pipeline(sine(), shortReads({ maxFrames: 100, seed: 4 }), end).finished
 * console.log(end.frames, end.buffers.every(({ frameCount }) => frameCount <= 100)) // 48000 true
 * ```
 */
export function shortReads(options: ShortReadsOptions = {}): AudioProcessor {
  return new ShortReads(options)
}

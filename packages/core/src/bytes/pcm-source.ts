import type { Readable } from 'node:stream'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { type PcmBlockDecoder, createPcmDecoder } from '../pcm/pcm-decoder.js'
import { AudioSource, type ReadResult } from '../ports/audio-source.js'
import { framesToMs } from '../time/time.js'
import { BlockAssembler } from './block-assembler.js'
import type { ByteFeed } from './byte-feed.js'
import { destroyQuietly } from './destroy-quietly.js'
import { IterableFeed } from './iterable-feed.js'
import {
  type CheckedPcmSourceOptions,
  type PcmSourceOptions,
  checkPcmSourceOptions,
} from './pcm-source-options.js'
import { ReadableFeed } from './readable-feed.js'

/** Where {@link pcmSource} can take bytes from. */
export type ByteInput = Readable | AsyncIterable<Uint8Array> | Iterable<Uint8Array>

class PcmSource extends AudioSource {
  private readonly settings: CheckedPcmSourceOptions
  private readonly decoder: PcmBlockDecoder
  private readonly blocks: BlockAssembler
  private feed: ByteFeed | undefined
  private ended = false
  private position = 0
  /** When the first frame came, where that is wanted. */
  private originMs: number | undefined

  constructor(
    private readonly input: ByteInput,
    options: PcmSourceOptions,
  ) {
    const settings = checkPcmSourceOptions(options)
    const { format, sampleFormat, layout, framesPerBuffer } = settings
    super({ name: 'pcmSource', ...options })
    this.settings = settings
    this.decoder = createPcmDecoder({ sampleFormat, channelCount: format.channelCount, layout })
    this.blocks = new BlockAssembler(framesPerBuffer * this.decoder.bytesPerFrame)
  }

  protected open(): AudioFormat {
    const { input } = this
    this.feed = isReadable(input)
      ? new ReadableFeed(input, () => this.itemReady())
      : new IterableFeed(input)
    return this.settings.format
  }

  protected readItem(): ReadResult<AudioBuffer> | Promise<ReadResult<AudioBuffer>> {
    const { blocks, settings } = this
    for (;;) {
      if (this.ended) return this.readRest()
      if (blocks.next()) return this.decode(blocks.bytes, blocks.start, settings.framesPerBuffer)
      const chunk = (this.feed as ByteFeed).read()
      if (chunk === undefined) return undefined
      if (chunk instanceof Promise) {
        return chunk.then((value) => {
          this.accept(value)
          return this.readItem()
        })
      }
      this.accept(chunk)
    }
  }

  /** Also a source that was never opened owns what it was given. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const { feed, input } = this
    const { close } = this.settings
    if (feed !== undefined) feed.close(close)
    else if (close && isReadable(input)) destroyQuietly(input)
    super._destroy(error, callback)
  }

  private accept(chunk: Uint8Array | null): void {
    if (chunk === null) {
      this.ended = true
      return
    }
    if (this.settings.timestamps) this.originMs ??= this.clock.now()
    this.blocks.push(chunk)
  }

  private decode(bytes: Uint8Array, byteStart: number, frameCount: number): AudioBuffer {
    const { position, originMs } = this
    const { format } = this.settings
    const timestampMs =
      originMs === undefined ? undefined : originMs + framesToMs(position, format.sampleRate)
    const buffer = this.pool.acquire({ ...format, frameCount, position, timestampMs })
    this.decoder.decode(bytes, byteStart, frameCount, buffer.samples)
    this.position += frameCount
    return buffer
  }

  /** The last buffer, which may be short, and then what was no whole frame. */
  private readRest(): AudioBuffer | null {
    const { blocks, decoder, settings } = this
    const rest = blocks.rest()
    const frameCount = Math.floor(rest.byteLength / decoder.bytesPerFrame)
    const isWhole = rest.byteLength === frameCount * decoder.bytesPerFrame
    // Where the channels of a cut planar block begin, nobody knows.
    const usable = isWhole || settings.layout === 'interleaved' ? frameCount : 0
    const leftOver = blocks.takeRest(usable * decoder.bytesPerFrame)
    if (usable > 0) return this.decode(rest, 0, usable)
    if (leftOver > 0) {
      const frames = Math.ceil(leftOver / decoder.bytesPerFrame)
      this.countDrop({ items: 1, frames, reason: 'invalid' })
      this.noteLoss()
      blocks.takeRest(leftOver)
    }
    return null
  }
}

function isReadable(input: ByteInput): input is Readable {
  return 'read' in input && typeof input.read === 'function' && 'on' in input
}

/**
 * Makes audio of a stream of bytes: standard input, a socket, the output of a child process, or
 * any iterable of `Uint8Array`. Chunks may be cut anywhere, also within a sample.
 *
 * Bytes are read as they are wanted, so that a slow pipeline holds their producer back. An error of
 * the stream fails the source with `io-failed`, and so does a stream that is closed before its
 * end. Bytes that do not fill a last frame are dropped (`drop`, reason `invalid`), and the end is
 * marked. Closing the source destroys the stream (option `close`).
 *
 * @throws PatchcordError `invalid-option`; while it runs `io-failed`, or `data-invalid` where the
 * stream gives something else than bytes
 *
 * @example
 * ```ts
 * import { Readable } from 'node:stream'
 * import { pcmSource, pipeline, wavFileSink } from '@patchcord/core'
 *
 * const bytes = Readable.from([new Uint8Array(1000), new Uint8Array(920)]) // or process.stdin
 * const microphone = pcmSource(bytes, { sampleRate: 48_000, channelCount: 2, sampleFormat: 's16le' })
 * const report = await pipeline(microphone, wavFileSink('take.wav')).finished
 * console.log(report.durationMs) // 10
 * ```
 */
export function pcmSource(input: ByteInput, options: PcmSourceOptions): AudioSource {
  const isInput =
    typeof input === 'object' &&
    input !== null &&
    (isReadable(input) || Symbol.asyncIterator in input || Symbol.iterator in input)
  if (!isInput || input instanceof Uint8Array) {
    throw invalidOption('input', 'a readable stream of bytes, or an iterable of Uint8Array', input)
  }
  return new PcmSource(input, options)
}

import type { AudioBuffer } from '../data/audio-buffer.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { KernelFileInput } from '../kernels/kernel-file-job.js'
import type { KernelFileWork } from '../kernels/kernel-file-ports.js'
import { type PcmBlockDecoder, createPcmDecoder } from '../pcm/pcm-decoder.js'
import { AudioSource, type ReadResult } from '../ports/audio-source.js'
import { framesToBytes } from '../time/time.js'
import type { ByteReader } from './byte-reader.js'
import { fileShrunk, ioError } from './file-error.js'
import { checkFilePath } from './file-path.js'
import { frameRange } from './frame-range.js'
import { FileReader, openFileReader } from './open-file-reader.js'
import { ReadAhead, type ReadAheadRange } from './read-ahead.js'
import { readWavHeader } from './read-wav-header.js'
import {
  type CheckedWavFileSourceOptions,
  type WavFileSourceOptions,
  checkWavFileSourceOptions,
} from './wav-file-source-options.js'
import type { WavInfo } from './wav-info.js'
import { wavPcmFormat } from './wav-pcm-format.js'
import { wavEncodings } from './wav-sample-format.js'

/** What is read from the file at once, at least, in bytes. */
const leastBlockBytes = 512 * 1024

/** A source that reads a WAV file; made by {@link wavFileSource}. */
export class WavFileSource extends AudioSource {
  /** The file. */
  readonly path: string
  private readonly settings: CheckedWavFileSourceOptions
  private reader: ByteReader | undefined
  private header: WavInfo | undefined
  private decoder: PcmBlockDecoder | undefined
  private range: ReadAheadRange | undefined
  private blocks: ReadAhead | undefined
  private block: Uint8Array = new Uint8Array(0)
  private blockOffset = 0
  private framesLeft = 0
  private position = 0
  /** @internal */
  '~work': KernelFileWork | undefined

  /** @internal */
  constructor(path: string, options: WavFileSourceOptions = {}, factory = 'wavFileSource') {
    const settings = checkWavFileSourceOptions(options, factory)
    checkFilePath(path)
    super({ name: factory, ...options })
    this.path = path
    this.settings = settings
  }

  /** What the file's header says; `undefined` until the source is open. */
  get info(): WavInfo | undefined {
    return this.header
  }

  protected override async open(): Promise<AudioFormat> {
    const reader = await this.openReader()
    this.reader = reader
    const info = await readWavHeader(reader)
    this.header = info
    const { framesPerBuffer, startMs, durationMs } = this.settings
    const { startFrame, frameCount } = frameRange(info, startMs, durationMs)
    const { channelCount } = info.format
    const { bytesPerSample } = wavEncodings[info.sampleFormat]
    const toBytes = (frames: number): number => framesToBytes(frames, channelCount, bytesPerSample)
    const start = info.dataOffset + toBytes(startFrame)
    const itemBytes = toBytes(framesPerBuffer)
    // Whole items, so that none is cut by the end of a block.
    const blockBytes = itemBytes * Math.ceil(leastBlockBytes / itemBytes)
    this.range = { start, end: start + toBytes(frameCount), blockBytes }
    this.framesLeft = frameCount
    const sampleFormat = wavPcmFormat(info.sampleFormat, info.container !== 'RIFX')
    this.decoder = createPcmDecoder({ sampleFormat, channelCount })
    return info.format
  }

  /** @internal */
  protected openReader(): Promise<ByteReader> {
    return openFileReader(this.path)
  }

  protected override readItem(): ReadResult<AudioBuffer> | Promise<ReadResult<AudioBuffer>> {
    if (this['~work'] !== undefined) return this.leaveReading(this['~work'])
    if (this.framesLeft === 0) return null
    if (this.blockOffset < this.block.length) return this.decodeNext()
    this.blocks ??= new ReadAhead(this.reader as ByteReader, this.range as ReadAheadRange)
    const block = this.blocks.next()
    if (block instanceof Promise) return block.then((bytes) => this.decodeFirst(bytes))
    return this.decodeFirst(block)
  }

  protected override async teardown(): Promise<void> {
    await this['~work']?.abort()
    await this.reader?.close()
  }

  /** @internal */
  '~fileInput'(): KernelFileInput | undefined {
    const { reader, header, range, framesLeft: frameCount } = this
    // A subclass may give other items than those of the file; where there are none, nothing is to do.
    const isPlain = this.constructor === WavFileSource && reader instanceof FileReader
    if (!isPlain || header === undefined || range === undefined || frameCount === 0)
      return undefined
    return {
      fd: reader.fd,
      path: this.path,
      sampleFormat: wavPcmFormat(header.sampleFormat, header.container !== 'RIFX'),
      channelCount: header.format.channelCount,
      offsetBytes: range.start,
      frameCount,
      framesPerBlock: this.settings.framesPerBuffer,
    }
  }

  /** @internal */
  override '~stopReading'(): void {
    if (this['~work']?.stopReading() !== true) super['~stopReading']()
  }

  /** Has the first read begin the work; where that cannot be, this source reads by itself. */
  private leaveReading(
    work: KernelFileWork,
  ): ReadResult<AudioBuffer> | Promise<ReadResult<AudioBuffer>> {
    const reading = work.begin()
    if (reading !== undefined) return reading.catch((error: unknown) => this.explain(error))
    this['~work'] = undefined
    return this.readItem()
  }

  /** Fails as it would have failed by itself. */
  private async explain(error: unknown): Promise<never> {
    const { end } = this.range as ReadAheadRange
    const byteLength = await (this.reader as FileReader).byteLengthNow()
    if (byteLength < end) throw fileShrunk(this.path, byteLength, end)
    throw ioError(this.path, 'read', error)
  }

  private decodeFirst(block: Uint8Array): AudioBuffer {
    this.block = block
    this.blockOffset = 0
    return this.decodeNext()
  }

  private decodeNext(): AudioBuffer {
    const { format } = this.header as WavInfo
    const decoder = this.decoder as PcmBlockDecoder
    const frameCount = Math.min(this.settings.framesPerBuffer, this.framesLeft)
    const buffer = this.pool.acquire({ ...format, frameCount, position: this.position })
    decoder.decode(this.block, this.blockOffset, frameCount, buffer.samples)
    this.blockOffset += frameCount * decoder.bytesPerFrame
    this.framesLeft -= frameCount
    this.position += frameCount
    return buffer
  }
}

/**
 * Reads a WAV file: 8-bit unsigned, 16-, 24- and 32-bit integer, 32- and 64-bit float, A-law and
 * µ-law samples in RIFF, RIFX, RF64 and BW64 files, WAVE_FORMAT_EXTENSIBLE included.
 *
 * Chunks that are of no use here are skipped. A length of the samples that is missing (0 or
 * `0xFFFFFFFF`) or beyond the end of the file means: up to the end of the file. A shorter one is
 * believed. What was put up with stands in `info.warnings`. The size of the file counts as it was
 * when the source was opened: what another process appends later is not read.
 *
 * @param path - a regular file; for a pipe use `pcmSource`
 * @throws PatchcordError (on opening) `file-not-found`, `file-invalid`, `file-unsupported`,
 * `io-failed`; `invalid-option` here
 *
 * @example
 * ```ts
 * import { gain, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
 *
 * const source = wavFileSource('input.wav', { durationMs: 500 })
 * await pipeline(source, gain({ gainDb: -6 }), wavFileSink('quieter.wav')).finished
 * console.log(source.info?.sampleFormat, source.info?.durationMs) // s16 1000
 * ```
 */
export function wavFileSource(path: string, options: WavFileSourceOptions = {}): WavFileSource {
  return new WavFileSource(path, options)
}

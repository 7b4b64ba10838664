import { unlink } from 'node:fs/promises'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { KernelFileOutput } from '../kernels/kernel-file-job.js'
import type { KernelFileWork } from '../kernels/kernel-file-ports.js'
import { type PcmBlockEncoder, createPcmEncoder } from '../pcm/pcm-encoder.js'
import { AudioSink } from '../ports/audio-sink.js'
import { stageError } from '../ports/stage-error.js'
import { unsupportedFormat } from '../ports/unsupported-format.js'
import { createWavFile } from './create-wav-file.js'
import { checkFilePath } from './file-path.js'
import { needsExtensible } from './needs-extensible.js'
import { WavFileBody } from './wav-file-body.js'
import {
  type CheckedWavFileSinkOptions,
  type WavFileSinkOptions,
  checkWavFileSinkOptions,
} from './wav-file-sink-options.js'
import { wavHeaderLayout } from './wav-header-layout.js'
import { WavJobWriter } from './wav-job-writer.js'
import { wavPcmFormat } from './wav-pcm-format.js'
import { WavWriter } from './wav-writer.js'

/** A sink that writes a WAV file; made by {@link wavFileSink}. */
export class WavFileSink extends AudioSink {
  private readonly settings: CheckedWavFileSinkOptions
  private currentPath: string
  private body: WavFileBody | undefined
  private writer: WavWriter | undefined
  private encoder: PcmBlockEncoder | undefined
  private target: KernelFileOutput | undefined
  /** Takes the writer's place where a job writes the samples. */
  private jobWriter: WavJobWriter | undefined

  /** @internal */
  constructor(path: string, options: WavFileSinkOptions = {}) {
    const settings = checkWavFileSinkOptions(options)
    checkFilePath(path)
    super({ name: 'wavFileSink', ...options })
    this.currentPath = path
    this.settings = settings
  }

  /** The file that is written; before the sink is open, the path it was given. */
  get path(): string {
    return this.currentPath
  }

  /** Size of the file so far. Samples of the last 200 ms may not be in it yet. */
  get bytesWritten(): number {
    return (this.jobWriter ?? this.body)?.bytesWritten ?? 0
  }

  /** Frames that are in the file so far. */
  get framesWritten(): number {
    return (this.jobWriter ?? this.body)?.framesWritten ?? 0
  }

  /** Samples so far that were beyond full scale and had to be clipped. */
  get clippedSamples(): number {
    return (this.jobWriter ?? this.encoder)?.clippedSamples ?? 0
  }

  /** A WAV file states its sample rate in whole Hz. */
  override preferredFormat(offered: AudioFormat): AudioFormat {
    const sampleRate = Math.max(1, Math.round(offered.sampleRate))
    return sampleRate === offered.sampleRate ? offered : { ...offered, sampleRate }
  }

  protected override async open(format: AudioFormat): Promise<void> {
    const { sampleFormat, extensible, dither, ditherSeed, overwrite, durability } = this.settings
    const preferred = this.preferredFormat(format)
    if (preferred !== format) throw unsupportedFormat(this.name, format, preferred)
    const layout = wavHeaderLayout(
      sampleFormat,
      format,
      extensible === 'always' || (extensible === 'auto' && needsExtensible(sampleFormat, format)),
    )
    const { channelCount } = format
    const pcmFormat = wavPcmFormat(sampleFormat, true)
    this.encoder = createPcmEncoder({ sampleFormat: pcmFormat, channelCount, dither, ditherSeed })
    const { path, file } = await createWavFile(this.currentPath, {
      overwrite,
      nowMs: this.clock.now(),
    })
    this.currentPath = path
    const body = new WavFileBody({ path, file, layout, synced: durability === 'fsync' })
    try {
      await body.start()
    } catch (error) {
      // Without a header it is no WAV file, and it was not there before.
      await body.close()
      await unlink(path)
      throw error
    }
    this.body = body
    this.target = {
      fd: file.fd,
      path,
      sampleFormat: pcmFormat,
      channelCount,
      offsetBytes: layout.dataOffset,
      dither,
      ditherSeed,
    }
    this.writer = new WavWriter({ body, clock: this.clock, onFailure: this.onFailure })
  }

  protected override writeItem(item: AudioBuffer): void | Promise<void> {
    const waiting = (this.writer as WavWriter).makeRoom(
      item.frameCount * (this.encoder as PcmBlockEncoder).bytesPerFrame,
    )
    if (waiting === undefined) return this.encode(item)
    return waiting.then(() => this.encode(item))
  }

  protected override finish(): Promise<void> {
    return (this.jobWriter ?? (this.writer as WavWriter)).finish()
  }

  protected override async teardown(): Promise<void> {
    await (this.jobWriter ?? this.writer)?.close()
  }

  /** @internal */
  '~fileOutput'(): KernelFileOutput | undefined {
    // A subclass may write other samples than those that it is given.
    return this.constructor === WavFileSink ? this.target : undefined
  }

  /** @internal */
  '~leaveTo'(work: KernelFileWork): void {
    const { clock, onFailure } = this
    this.jobWriter = new WavJobWriter({ body: this.body as WavFileBody, clock, work, onFailure })
  }

  private readonly onFailure = (error: unknown): void => {
    this.destroy(stageError(this.name, error))
  }

  private encode(item: AudioBuffer): void {
    const writer = this.writer as WavWriter
    const encoder = this.encoder as PcmBlockEncoder
    encoder.encode(item.samples, item.frameCount, writer.memory, writer.used)
    writer.advance(item.frameCount * encoder.bytesPerFrame)
  }
}

/**
 * Writes a WAV file. The file is valid at any moment: what was written is in it, and in its
 * header, after 200 ms at the latest, so that a process that is killed loses no more than that
 * and what was on its way. Beyond 4 GiB it becomes an RF64 file, in place.
 *
 * Given a folder (an existing one, or a path that ends in a slash), it makes a recording of its
 * own there, `recording_2026-01-31T12-34-56Z.wav`, and never replaces another. Given a path, it
 * replaces the file of that name, unless `overwrite` is false; a pipeline that reads from the very
 * same file is safe.
 *
 * A run that is aborted or fails leaves a valid file with all that was written before. A format
 * that changes in mid-stream is refused with `format-unsupported`. Frames that were lost on the
 * way leave no gap in the file.
 *
 * @param path - a file or a folder
 * @throws PatchcordError (on opening and while running) `file-not-found`, `file-unsupported`,
 * `format-unsupported`, `disk-full`, `io-failed`; `invalid-option` here
 *
 * @example
 * ```ts
 * import { pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
 *
 * const sink = wavFileSink('recordings/', { sampleFormat: 's24' })
 * await pipeline(wavFileSource('input.wav'), sink).finished
 * console.log(sink.path, sink.framesWritten, sink.clippedSamples) // recordings/recording_...Z.wav 48000 0
 * ```
 */
export function wavFileSink(path: string, options: WavFileSinkOptions = {}): WavFileSink {
  return new WavFileSink(path, options)
}

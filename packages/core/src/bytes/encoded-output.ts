import type { Writable } from 'node:stream'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { PcmBlockEncoder } from '../pcm/pcm-encoder.js'
import { ByteWriter } from './byte-writer.js'
import { destroyQuietly } from './destroy-quietly.js'
import { endsWritable } from './ends-writable.js'

/**
 * What a sink writes to a stream of bytes, as PCM: the stream is ended after the last of it, and
 * destroyed where the sink is closed before, unless it is not the sink's to end.
 *
 * @internal
 */
export class EncodedOutput {
  private encoder: PcmBlockEncoder | undefined
  private writer: ByteWriter | undefined
  private readonly ends: boolean
  private done = false

  constructor(
    private readonly target: Writable,
    end: boolean | undefined,
  ) {
    this.ends = endsWritable(target, end)
  }

  /** Samples so far that lay beyond the sample format's range. */
  get clippedSamples(): number {
    return this.encoder?.clippedSamples ?? 0
  }

  /** Begins; what is returned takes bytes that stand before the samples. */
  open(encoder: PcmBlockEncoder, onFailure: (failure: Error) => void): ByteWriter {
    this.encoder = encoder
    this.writer = new ByteWriter(this.target, onFailure)
    return this.writer
  }

  write({ samples, frameCount }: AudioBuffer): void | Promise<void> {
    const encoder = this.encoder as PcmBlockEncoder
    if (frameCount === 0) return undefined
    // The writable may keep what it is given, so it gets memory of its own.
    const bytes = new Uint8Array(frameCount * encoder.bytesPerFrame)
    encoder.encode(samples, frameCount, bytes, 0)
    return (this.writer as ByteWriter).write(bytes)
  }

  async finish(): Promise<void> {
    await (this.writer as ByteWriter).finish(this.ends)
    this.done = true
  }

  /** Also a sink that was never opened owns what it was given. */
  close(): void {
    this.writer?.close()
    if (this.ends && !this.done) destroyQuietly(this.target)
  }
}

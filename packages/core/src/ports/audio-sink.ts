import { Writable } from 'node:stream'
import type { Clock } from '../clock/clock.js'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { BufferPool } from '../data/buffer-pool.js'
import type { Item } from '../data/item.js'
import type { AudioFormat } from '../format/audio-format.js'
import { type UpstreamPort, alreadyUsed } from './lifecycle.js'
import type { DropReason } from './port-events.js'
import type { PortState } from './port-state.js'
import type { PortStats } from './port-stats.js'
import type { StreamCallback } from './stream-callback.js'
import { SinkEngine, type SinkHooks } from './sink-engine.js'
import type { SinkOptions } from './sink-options.js'
import { unsupportedFormat } from './unsupported-format.js'

/**
 * Where a cord ends: a `Writable` of items. Extend it, or use `sink(fn)`.
 *
 * @example
 * ```ts
 * import { AudioBuffer, AudioSink, bufferSource, pipeline } from '@patchcord/core'
 *
 * class PeakSink extends AudioSink {
 *   peak = 0
 *   protected writeItem(buffer: AudioBuffer): void {
 *     for (const sample of buffer.samples) this.peak = Math.max(this.peak, Math.abs(sample))
 *   }
 * }
 *
 * const peak = new PeakSink()
 * const one = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: Float32Array.of(0.25, -0.5) })
 * await pipeline(bufferSource([one]), peak).finished
 * console.log(peak.peak) // 0.5
 * ```
 */
export abstract class AudioSink<T extends Item = AudioBuffer> extends Writable {
  /** How the port is called in reports and errors. */
  readonly name: string
  /** @internal */
  readonly '~engine': SinkEngine<T>

  constructor(options: SinkOptions = {}) {
    super({ objectMode: true, highWaterMark: options.highWaterMark ?? 1 })
    this.name = options.name ?? this.constructor.name
    this['~engine'] = new SinkEngine(this, this as unknown as SinkHooks<T>, options)
  }

  /**
   * Opens what the sink writes to. Called once, with the format that will come, on the first item
   * or by `pipeline()`, for empty streams too. Throws `format-unsupported` where it cannot take it.
   */
  protected open(_format: AudioFormat): void | Promise<void> {}

  /** Takes one item. Return a promise only where the work is asynchronous. */
  protected abstract writeItem(item: T): void | Promise<void>

  /**
   * Is told that the format changes in mid-stream. By default that is an error.
   */
  protected changeFormat(from: AudioFormat, to: AudioFormat): void | Promise<void> {
    throw unsupportedFormat(this.name, to, from, 'in mid-stream')
  }

  /** All items were written: finish what was begun, such as a file's header. */
  protected finish(): void | Promise<void> {}

  /** Closes what `open` opened. Called once, after success and after failure. */
  protected teardown(_error?: Error): void | Promise<void> {}

  /**
   * The format nearest to the offered one that the sink can take. `pipeline()` puts resampling
   * and channel mapping in between where it differs.
   */
  preferredFormat(offered: AudioFormat): AudioFormat {
    return offered
  }

  /** Counts silence that was played because nothing came, and raises `underrun`. */
  protected countUnderrun(frames: number): void {
    this['~engine'].lifecycle.countUnderrun(frames)
  }

  /** Counts items, or parts of them, that this sink had no room for, and raises `drop`. */
  protected countDrop(dropped: {
    readonly items: number
    readonly frames: number
    readonly reason: DropReason
  }): void {
    this['~engine'].lifecycle.countDrop(dropped.items, dropped.frames, dropped.reason)
  }

  /** The clock that this port waits by. */
  protected get clock(): Clock {
    return this['~engine'].lifecycle.clock
  }

  /** Where this port's buffers come from. */
  protected get pool(): BufferPool {
    return this['~engine'].lifecycle.pool
  }

  /** The format that was opened. */
  get format(): AudioFormat | undefined {
    return this['~engine'].format
  }

  /** Where the sink is in its life. */
  get state(): PortState {
    return this['~engine'].lifecycle.state
  }

  /** Whether frames were lost after the last item, with no item left to say so. */
  get tailDiscontinuity(): boolean {
    return this['~engine'].lifecycle.tailDiscontinuity
  }

  /** What went through so far. */
  stats(): PortStats {
    return { ...this['~engine'].lifecycle.countersNow(), queueDepth: this.writableLength }
  }

  /** Closes the sink; resolves when everything it opened is closed. Idempotent. */
  close(): Promise<void> {
    return this['~engine'].lifecycle.close()
  }

  /** The same as `close`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** @internal */
  '~linkUpstream'(upstream: UpstreamPort): void {
    if (this.writableEnded || this.destroyed) throw alreadyUsed(this.name, this.state)
    this['~engine'].lifecycle.upstream = upstream
  }

  /** @internal */
  override _write(item: T, _encoding: BufferEncoding, callback: StreamCallback): void {
    this['~engine'].write(item, callback)
  }

  /** @internal */
  override _final(callback: StreamCallback): void {
    this['~engine'].finish(callback)
  }

  /** @internal */
  override _destroy(error: Error | null, callback: StreamCallback): void {
    const engine = this['~engine']
    engine.clear()
    engine.lifecycle.shutDown(error, (cause) => this.teardown(cause)).then(callback, callback)
  }
}

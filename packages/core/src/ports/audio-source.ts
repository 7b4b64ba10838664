import { Readable } from 'node:stream'
import type { Clock } from '../clock/clock.js'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { BufferPool } from '../data/buffer-pool.js'
import type { Item } from '../data/item.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { DropReason } from './port-events.js'
import type { PortOptions } from './port-options.js'
import type { PortState } from './port-state.js'
import type { PortStats } from './port-stats.js'
import { SourceEngine, type SourceHooks } from './source-engine.js'

/** What a source's {@link AudioSource.open} hook is told. */
export interface OpenContext {
  /** Fires when the source is closed while it opens, or afterwards. */
  readonly signal: AbortSignal
}

/** What {@link AudioSource.readItem} may return: an item, `null` at the end, `undefined` for "not yet". */
export type ReadResult<T> = T | null | undefined

/**
 * Where a cord begins: a `Readable` of items. Extend it, or use `source(iterable)`.
 *
 * The stream **asks**: {@link AudioSource.readItem} is called when there is demand. A producer
 * that cannot be asked, such as a device, extends {@link PushSource} instead.
 *
 * @example
 * ```ts
 * import { AudioBuffer, AudioSource, pipeline, sink, type AudioFormat } from '@patchcord/core'
 *
 * class OneSecondOfNoise extends AudioSource {
 *   private position = 0
 *   protected open(): AudioFormat {
 *     return { sampleRate: 48_000, channelCount: 1 }
 *   }
 *   protected readItem(): AudioBuffer | null {
 *     if (this.position >= 48_000) return null
 *     const buffer = this.pool.acquire({ sampleRate: 48_000, channelCount: 1, frameCount: 480, position: this.position })
 *     for (let index = 0; index < 480; index++) buffer.samples[index] = Math.random() - 0.5
 *     this.position += 480
 *     return buffer
 *   }
 * }
 *
 * const report = await pipeline(new OneSecondOfNoise(), sink(() => {})).finished
 * console.log(report.frames) // 48000
 * ```
 */
export abstract class AudioSource<T extends Item = AudioBuffer> extends Readable {
  /** How the port is called in reports and errors. */
  readonly name: string
  /** @internal */
  readonly '~engine': SourceEngine<T>

  constructor(options: PortOptions = {}) {
    super({ objectMode: true, highWaterMark: options.highWaterMark ?? 1 })
    this.name = options.name ?? this.constructor.name
    this['~engine'] = new SourceEngine(this, this as unknown as SourceHooks<T>, options)
  }

  /** Opens what the source reads from and gives its format. Called once, on first demand. */
  protected abstract open(context: OpenContext): AudioFormat | Promise<AudioFormat>

  /**
   * Gives the next item, `null` at the end, or `undefined` if there is none yet and
   * `itemReady` will be called. Return a promise only where the work is
   * asynchronous: it costs several times a plain call.
   */
  protected abstract readItem(): ReadResult<T> | Promise<ReadResult<T>>

  /** Closes what `open` opened. Called once, after success and after failure. */
  protected teardown(_error?: Error): void | Promise<void> {}

  /** Says that `readItem` has something again, after it returned `undefined`. */
  protected itemReady(): void {
    this['~engine'].itemReady()
  }

  /** Records a loss: the next item is marked, or the end if there is no next. */
  protected noteLoss(): void {
    this['~engine'].noteLoss()
  }

  /**
   * Counts items that this source had to drop and raises `drop`; follow it by
   * `noteLoss` where the listener would miss them.
   */
  protected countDrop(dropped: {
    readonly items: number
    readonly frames: number
    readonly reason: DropReason
  }): void {
    this['~engine'].lifecycle.countDrop(dropped.items, dropped.frames, dropped.reason)
  }

  /** Ends the stream before its time; a source that holds items back gives them first. */
  protected endItems(): void {
    this['~engine'].end()
  }

  /** The clock that this port waits by. */
  protected get clock(): Clock {
    return this['~engine'].lifecycle.clock
  }

  /** Where this port's buffers come from. */
  protected get pool(): BufferPool {
    return this['~engine'].lifecycle.pool
  }

  /** The format of the items, once the source is open. */
  get format(): AudioFormat | undefined {
    return this['~engine'].format
  }

  /** Where the source is in its life. */
  get state(): PortState {
    return this['~engine'].lifecycle.state
  }

  /** Whether frames were lost after the last item, with no item left to say so. */
  get tailDiscontinuity(): boolean {
    return this['~engine'].lifecycle.tailDiscontinuity
  }

  /** What went through so far. */
  stats(): PortStats {
    return { ...this['~engine'].lifecycle.countersNow(), queueDepth: this.readableLength }
  }

  /** Closes the source; resolves when everything it opened is closed. Idempotent. */
  close(): Promise<void> {
    return this['~engine'].lifecycle.close()
  }

  /** The same as `close`, for `await using`. */
  override [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** @internal */
  '~stopReading'(): void {
    this['~engine'].end()
  }

  /** @internal */
  override _read(): void {
    this['~engine'].read()
  }

  /** @internal */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const engine = this['~engine']
    engine.clear()
    engine.lifecycle.shutDown(error, (cause) => this.teardown(cause)).then(callback, callback)
  }

  /** Node's `pipe`, for one consumer only: a second is an error (`use-broadcast`). */
  override pipe<Destination extends NodeJS.WritableStream>(
    destination: Destination,
    options?: { end?: boolean | undefined },
  ): Destination {
    const { guard } = this['~engine']
    guard.beforePipe(destination)
    try {
      return super.pipe(destination, options)
    } finally {
      guard.afterPipe()
    }
  }

  /** Node's `on`; a second `data` consumer is an error (`use-broadcast`). */
  override on(event: string | symbol, listener: (...args: any[]) => void): this {
    this['~engine']?.guard.beforeListener(event)
    return super.on(event, listener)
  }

  /** The same as `on`. */
  override addListener(event: string | symbol, listener: (...args: any[]) => void): this {
    return this.on(event, listener)
  }

  /** Iterates over the items; leaving the loop closes the source. */
  override [Symbol.asyncIterator](): NodeJS.AsyncIterator<T> {
    this['~engine'].guard.beforeIterator()
    return super[Symbol.asyncIterator]() as NodeJS.AsyncIterator<T>
  }
}

import { Transform } from 'node:stream'
import type { Clock } from '../clock/clock.js'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { BufferPool } from '../data/buffer-pool.js'
import type { Item } from '../data/item.js'
import type { AudioFormat } from '../format/audio-format.js'
import { type UpstreamPort, alreadyUsed } from './lifecycle.js'
import type { DropReason } from './port-events.js'
import type { PortState } from './port-state.js'
import type { PortStats } from './port-stats.js'
import { ProcessorEngine } from './processor-engine.js'
import type { ProcessorHooks } from './processor-hooks.js'
import type { ProcessorOptions } from './processor-options.js'
import type { StreamCallback } from './stream-callback.js'

/** Sends an item downstream. It is no longer the caller's. */
export type Emit<T extends Item> = (item: T) => void

/** What {@link AudioProcessor.processItem} may return: an item to emit, or nothing. */
export type ProcessResult<T> = T | void | undefined | null

/**
 * Turns items into items: a `Transform`. Extend it, or use `processor(fn)`.
 *
 * The input of {@link AudioProcessor.processItem} is the processor's: it may work in place (look
 * at `buffer.shared` first), return it, or return another. What it does not pass on, the base
 * releases.
 *
 * @example
 * ```ts
 * import { AudioBuffer, AudioProcessor, bufferSource, pipeline, sink } from '@patchcord/core'
 *
 * class Invert extends AudioProcessor {
 *   protected processItem(buffer: AudioBuffer): AudioBuffer {
 *     const out = buffer.shared ? this.pool.copyOf(buffer) : buffer
 *     for (let index = 0; index < out.samples.length; index++) out.samples[index] = -(out.samples[index] ?? 0)
 *     return out
 *   }
 * }
 *
 * const one = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: Float32Array.of(0.5) })
 * await pipeline(bufferSource([one]), new Invert(), sink((buffer) => console.log(buffer.samples[0]))).finished // -0.5
 * ```
 */
export abstract class AudioProcessor<
  In extends Item = AudioBuffer,
  Out extends Item = In,
> extends Transform {
  /** How the port is called in reports and errors. */
  readonly name: string
  /** @internal */
  readonly '~engine': ProcessorEngine<In, Out>

  constructor(options: ProcessorOptions = {}) {
    const highWaterMark = options.highWaterMark ?? 1
    super({
      objectMode: true,
      readableHighWaterMark: highWaterMark,
      writableHighWaterMark: highWaterMark,
    })
    this.name = options.name ?? this.constructor.name
    this['~engine'] = new ProcessorEngine<In, Out>(
      this,
      this as unknown as ProcessorHooks<In, Out>,
      options,
    )
  }

  /**
   * Is told the format that comes in and returns the one that goes out. Called before the first
   * item, also of an empty stream, and again when the format changes, after a flush.
   */
  protected configure(input: AudioFormat): AudioFormat {
    return input
  }

  /**
   * Asked before anything else is done with an item, its format included: `false` lets it go, and
   * an item that is returned takes its place (one without pooled memory, such as a `Packet`). For
   * items from outside, which may not be what they claim: count them with `countDrop`, or throw.
   */
  protected admitItem?(item: In): boolean | In

  /** Turns one item into none (return nothing), one (return it) or several (`emit` each). */
  protected abstract processItem(
    item: In,
    emit: Emit<Out>,
  ): ProcessResult<Out> | Promise<ProcessResult<Out>>

  /** Emits what the processor still holds: at the end, and before a format change. */
  protected flushItems(_emit: Emit<Out>): void | Promise<void> {}

  /** Closes what the processor opened. Called once, if it was ever configured. */
  protected teardown(_error?: Error): void | Promise<void> {}

  /** Records a loss: the next output is marked, or the end if there is no next. */
  protected noteLoss(): void {
    this['~engine'].noteLoss()
  }

  /**
   * Counts items that this processor had to drop and raises `drop`; follow it by
   * `noteLoss` where the listener would miss them.
   */
  protected countDrop(dropped: {
    readonly items: number
    readonly frames: number
    readonly reason: DropReason
  }): void {
    this['~engine'].lifecycle.countDrop(dropped.items, dropped.frames, dropped.reason)
  }

  /**
   * Ends the output after what was given so far; what still comes in is thrown away. In a
   * `pipeline()` the source is stopped. Called outside of a hook, such as by a timer, it takes
   * effect at once.
   */
  protected endOutput(): void {
    this['~engine'].earlyEnd.ask()
  }

  /** The clock that this port waits by. */
  protected get clock(): Clock {
    return this['~engine'].lifecycle.clock
  }

  /** Where this port's buffers come from. */
  protected get pool(): BufferPool {
    return this['~engine'].lifecycle.pool
  }

  /** The format that goes out, once it is known. */
  get format(): AudioFormat | undefined {
    return this['~engine'].output.format
  }

  /** The format that comes in, once it is known. */
  get inputFormat(): AudioFormat | undefined {
    return this['~engine'].input
  }

  /** Where the processor is in its life. */
  get state(): PortState {
    return this['~engine'].lifecycle.state
  }

  /** Whether frames were lost after the last item, with no item left to say so. */
  get tailDiscontinuity(): boolean {
    return this['~engine'].lifecycle.tailDiscontinuity
  }

  /** What went through so far. */
  stats(): PortStats {
    const { lifecycle, output } = this['~engine']
    return {
      ...lifecycle.countersNow(),
      queueDepth: this.readableLength + this.writableLength + output.queued,
    }
  }

  /** Closes the processor; resolves when everything it opened is closed. Idempotent. */
  close(): Promise<void> {
    return this['~engine'].lifecycle.close()
  }

  /** The same as `close`, for `await using`. */
  override [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** @internal */
  '~linkUpstream'(upstream: UpstreamPort): void {
    if (this.writableEnded || this.destroyed) throw alreadyUsed(this.name, this.state)
    this['~engine'].lifecycle.upstream = upstream
  }

  /** @internal */
  override _write(item: In, _encoding: BufferEncoding, callback: StreamCallback): void {
    this['~engine'].write(item, callback)
  }

  /** @internal */
  override _read(): void {
    this['~engine'].read()
  }

  /** @internal */
  override _flush(callback: StreamCallback): void {
    this['~engine'].finish(callback)
  }

  /** @internal */
  override _destroy(error: Error | null, callback: StreamCallback): void {
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

  /**
   * Iterates over the items that come out; leaving the loop closes the processor. They are `any`,
   * because Node's types for a stage of `stream.pipeline` know bytes and text only; a
   * `pipeline()` without a sink knows its items.
   */
  override [Symbol.asyncIterator](): NodeJS.AsyncIterator<any> {
    this['~engine'].guard.beforeIterator()
    return super[Symbol.asyncIterator]()
  }
}

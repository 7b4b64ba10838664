import { type Item } from '../data/item.js'
import { releaseIfItem, releaseItem } from '../data/item-ownership.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { AudioSink } from './audio-sink.js'
import { FairTurn } from './fair-turn.js'
import { type AcceptedKind, formatOf, wrongItem } from './item-check.js'
import { Lifecycle } from './lifecycle.js'
import type { StreamCallback } from './stream-callback.js'
import type { SinkOptions } from './sink-options.js'
import { stageError } from './stage-error.js'

/** The hooks of a sink, as its engine calls them. @internal */
export interface SinkHooks<T extends Item> {
  open(format: AudioFormat): void | Promise<void>
  writeItem(item: T): void | Promise<void>
  changeFormat(from: AudioFormat, to: AudioFormat): void | Promise<void>
  finish(): void | Promise<void>
}

/** The inside of an {@link AudioSink}. @internal */
export class SinkEngine<T extends Item> {
  readonly lifecycle: Lifecycle
  format: AudioFormat | undefined
  readonly accepts: AcceptedKind
  private readonly retains: boolean
  private opening: Promise<void> | undefined
  private gated = false
  /** What still comes is thrown away. */
  private dropping = false
  /** A write that waits for the gate. */
  private held: (() => void) | undefined
  /** A write under way. */
  private writing: Promise<unknown> | undefined
  private readonly turn = new FairTurn()

  constructor(
    readonly port: AudioSink<T>,
    private readonly hooks: SinkHooks<T>,
    options: SinkOptions,
  ) {
    this.lifecycle = new Lifecycle(port, options)
    this.accepts = options.accepts ?? 'audio'
    this.retains = options.retains ?? false
  }

  /** Opens the sink, once. */
  open(format: AudioFormat): void | Promise<void> {
    if (this.format !== undefined) return this.opening
    this.format = format
    try {
      const opening = this.lifecycle.open(() => this.hooks.open(format))
      if (!(opening instanceof Promise)) return
      this.opening = opening.catch((error: unknown) =>
        Promise.reject(stageError(this.port.name, error)),
      )
      this.opening.catch(() => undefined)
    } catch (error) {
      throw stageError(this.port.name, error)
    }
    return this.opening
  }

  /** Opens the sink with another format, after it refused one. */
  reopen(format: AudioFormat): void | Promise<void> {
    this.format = undefined
    this.opening = undefined
    return this.open(format)
  }

  /** Holds the flow back, or lets it go on. */
  gate(closed: boolean): void {
    this.gated = closed
    this.lifecycle.movePaused(closed)
    const { held } = this
    if (closed || held === undefined) return
    this.held = undefined
    held()
  }

  /** The body of `_write`. */
  write(item: T, callback: StreamCallback): void {
    if (this.lifecycle.upstream === undefined && this.turn.exhausted()) {
      // Behind a foreign stream nobody else looks after the event loop.
      setImmediate(() => this.accept(item, callback))
    } else {
      this.accept(item, callback)
    }
  }

  /** Takes an item from a direct link. */
  accept(item: T, callback: StreamCallback): void {
    if (this.gated && !this.dropping) this.held = () => this.take(item, callback)
    else this.take(item, callback)
  }

  /** The body of `_final`: everything was written. */
  finish(callback: StreamCallback): void {
    this.lifecycle.moveTo('draining')
    this.finishAll().then(
      () => callback(),
      (error: unknown) => callback(stageError(this.port.name, error)),
    )
  }

  /** Lets go of what is held inside: the port is destroyed, or takes no more. */
  clear(): void {
    this.dropping = true
    const { held } = this
    this.held = undefined
    held?.()
  }

  private take(item: T, callback: StreamCallback): void {
    if (this.dropping) {
      // Not written, so not counted.
      releaseIfItem(item)
      return callback()
    }
    let working: void | Promise<void>
    try {
      working = this.admit(item)
    } catch (error) {
      return this.fail(item, error, callback)
    }
    if (!(working instanceof Promise)) return this.settle(item, callback)
    this.writing = working.then(
      () => this.settle(item, callback),
      (error: unknown) => this.fail(item, error, callback),
    )
  }

  private fail(item: T, error: unknown, callback: StreamCallback): void {
    releaseIfItem(item)
    callback(stageError(this.port.name, error))
  }

  private settle(item: T, callback: StreamCallback): void {
    const { counters } = this.lifecycle
    counters.itemsIn++
    counters.framesIn += item.frameCount
    if (!this.retains) releaseItem(item)
    callback()
  }

  private admit(item: T): void | Promise<void> {
    const kind = item?.['~kind']
    if (kind === undefined || (this.accepts !== 'any' && kind !== this.accepts)) {
      throw wrongItem(this.port.name, 'takes', this.accepts, item)
    }
    const { format, opening } = this
    if (format === undefined || opening !== undefined) return this.openThenWrite(item)
    if (format.sampleRate === item.sampleRate && format.channelCount === item.channelCount)
      return this.writeTimed(item)
    return this.changeThenWrite(format, item)
  }

  private openThenWrite(item: T): void | Promise<void> {
    const opening = this.open(this.format ?? formatOf(item))
    if (!(opening instanceof Promise)) return this.writeTimed(item)
    return opening.then(() => {
      this.opening = undefined
      return this.admit(item)
    })
  }

  private changeThenWrite(from: AudioFormat, item: T): void | Promise<void> {
    const to = formatOf(item)
    const changed = (): void | Promise<void> => {
      this.format = to
      this.lifecycle.formatChanged(from, to)
      return this.writeTimed(item)
    }
    const changing = this.hooks.changeFormat(from, to)
    return changing instanceof Promise ? changing.then(changed) : changed()
  }

  private writeTimed(item: T): void | Promise<void> {
    const { timer, state } = this.lifecycle
    if (state !== 'running') this.lifecycle.moveTo('running')
    if (timer === undefined || !timer.due()) return this.hooks.writeItem(item)
    if (item.timestampMs !== undefined)
      this.lifecycle.itemAge.add(this.lifecycle.clock.now() - item.timestampMs)
    const startedAt = performance.now()
    const working = this.hooks.writeItem(item)
    if (working instanceof Promise)
      return working.then(() => timer.add(performance.now() - startedAt))
    timer.add(performance.now() - startedAt)
  }

  private async finishAll(): Promise<void> {
    const { upstream } = this.lifecycle
    if (this.format === undefined && upstream?.format !== undefined)
      await this.open(upstream.format)
    await this.opening
    // Where a run is stopped at once, the end comes while an item is being written.
    await this.writing
    if (upstream?.tailDiscontinuity === true) this.lifecycle.tailDiscontinuity = true
    if (this.format !== undefined) await this.hooks.finish()
  }
}

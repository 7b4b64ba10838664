import type { Item } from '../data/item.js'
import { releaseIfItem, releaseItem } from '../data/item-ownership.js'
import { type AudioFormat, checkFormat, sameFormat } from '../format/audio-format.js'
import type { AudioProcessor } from './audio-processor.js'
import { DirectLink, type DirectTarget } from './direct-link.js'
import { EarlyEnd } from './early-end.js'
import { FairTurn } from './fair-turn.js'
import { HookRunner } from './hook-runner.js'
import { InputRequest } from './input-request.js'
import { type AcceptedKind, formatOf, hasFormat, isOfKind, wrongItem } from './item-check.js'
import { Lifecycle } from './lifecycle.js'
import type { ProcessorHooks } from './processor-hooks.js'
import type { ProcessorOptions } from './processor-options.js'
import { ProcessorOutput } from './processor-output.js'
import { ReadableGuard } from './readable-guard.js'
import { BlockFeed } from './block-feed.js'
import { reblockerFor } from './reblocker.js'
import type { Shortcut } from './shortcut.js'
import { stageError } from './stage-error.js'
import type { StreamCallback } from './stream-callback.js'
import { type Working, after } from './working.js'

/** The inside of an {@link AudioProcessor}. @internal */
export class ProcessorEngine<In extends Item, Out extends Item> {
  readonly lifecycle: Lifecycle
  readonly guard: ReadableGuard
  readonly output: ProcessorOutput<Out>
  input: AudioFormat | undefined
  readonly accepts: AcceptedKind
  private readonly turn = new FairTurn()
  private blocks: BlockFeed<In> | undefined
  /** Node's request for the next input. */
  readonly request: InputRequest
  /** A way that most items can take. */
  shortcut: Shortcut<In> | undefined
  readonly earlyEnd: EarlyEnd
  private readonly runner: HookRunner<In, Out>

  constructor(
    readonly port: AudioProcessor<In, Out>,
    private readonly hooks: ProcessorHooks<In, Out>,
    private readonly options: ProcessorOptions,
  ) {
    this.lifecycle = new Lifecycle(port, options)
    this.guard = new ReadableGuard(port, this.lifecycle)
    this.accepts = options.accepts ?? 'audio'
    this.output = new ProcessorOutput(
      port,
      this.lifecycle,
      this.guard,
      options.emits ?? this.accepts,
      options.lateQueue,
      options.discontinuity !== 'own',
    )
    this.request = new InputRequest(this.output)
    this.earlyEnd = new EarlyEnd(this.output, this.lifecycle)
    this.runner = new HookRunner(hooks, this.output, this.lifecycle, options.retains === true)
  }

  /** Tells the format; `pipeline()` does it for all stages before any item comes. */
  configure(input: AudioFormat): AudioFormat {
    const known = this.output.format
    if (known !== undefined && this.input !== undefined && sameFormat(this.input, input))
      return known
    try {
      const format = this.lifecycle.open(() =>
        checkFormat(this.hooks.configure(input)),
      ) as AudioFormat
      this.input = input
      this.output.format = format
      const reblocker = reblockerFor(this.options, input, () => this.lifecycle.pool)
      this.blocks = reblocker && new BlockFeed(reblocker, this.port, (item) => this.process(item))
      return format
    } catch (error) {
      throw stageError(this.port.name, error)
    }
  }

  /** The body of `_write`. */
  write(item: In, callback: StreamCallback): void {
    // Behind a foreign stream nobody else looks after the event loop.
    if (this.lifecycle.upstream === undefined && this.turn.exhausted())
      setImmediate(() => this.accept(item, callback))
    else this.accept(item, callback)
  }

  /** The body of `_read`: there is room downstream. */
  read(): void {
    // Node asks once and waits for an item: it asks while the last one is still in its queue.
    if (!this.output.sendLate()) this.request.release()
  }

  /** The body of `_flush`: no more input. */
  finish(callback: StreamCallback): void {
    this.lifecycle.moveTo('draining')
    if (this.output.ended) return callback()
    let draining: Working
    try {
      draining = this.drain()
    } catch (error) {
      return this.fail(undefined, error, callback)
    }
    if (!(draining instanceof Promise)) return this.end(callback)
    draining.then(
      () => this.end(callback),
      (error: unknown) => this.fail(undefined, error, callback),
    )
  }

  /** Records a loss: behind what a hook under way has emitted, else before the next output. */
  noteLoss(): void {
    this.runner.noteLoss()
  }

  /** Feeds the next stage by plain calls from now on. */
  linkTo(next: DirectTarget<Out>): DirectLink<Out> {
    this.output.direct = new DirectLink(next, () => this.read())
    return this.output.direct
  }

  /** Whether it cuts its input into blocks. */
  get reblocks(): boolean {
    return this.blocks !== undefined
  }

  /** Lets go of what is held inside. */
  clear(): void {
    this.blocks?.clear()
    this.output.clear()
  }

  /** Lets go of what waits for the next stage. */
  cut(): void {
    this.output.direct?.clear()
  }

  private end(callback: StreamCallback): void {
    // Node would take a destroyed stage for one that has ended.
    if (this.port.destroyed) return
    this.output.ended = true
    if (this.output.hasLoss || this.lifecycle.upstream?.tailDiscontinuity === true)
      this.lifecycle.tailDiscontinuity = true
    callback()
    this.output.endDirect()
  }

  /** Takes an item, from Node's queue or from a direct link. */
  accept(item: In, callback: StreamCallback): void {
    if (this.shortcut?.take(item, callback) === true) return
    // What was emitted late waits for room still, and must not be overtaken.
    const lateSent = this.output.lateSent()
    if (lateSent !== undefined) {
      void lateSent.then(() => this.accept(item, callback))
      return
    }
    if (this.output.ended || this.port.destroyed) {
      releaseIfItem(item)
      return callback()
    }
    let working: Working
    this.earlyEnd.inputBegins()
    try {
      working = this.admit(item)
    } catch (error) {
      return this.fail(item, error, callback)
    }
    if (!(working instanceof Promise)) return this.acknowledge(callback)
    working.then(
      () => this.acknowledge(callback),
      (error: unknown) => this.fail(item, error, callback),
    )
  }

  /** Fails closed: the input goes nowhere. */
  fail(item: In | undefined, error: unknown, callback: StreamCallback): void {
    this.runner.letGo()
    this.blocks?.letGo()
    releaseIfItem(item)
    callback(stageError(this.port.name, error))
  }

  /** Asks for the next input as soon as there is room for what it becomes. */
  acknowledge(callback: StreamCallback): void {
    if (this.earlyEnd.inputEnds()) callback()
    else this.request.make(callback)
  }

  private admit(item: In): Working {
    if (!isOfKind(item, this.accepts)) throw wrongItem(this.port.name, 'takes', this.accepts, item)
    const { lifecycle, input } = this
    lifecycle.counters.itemsIn++
    const admitted = this.hooks.admitItem?.(item) ?? true
    if (admitted === false) return releaseItem(item)
    const known = admitted === true ? item : admitted
    lifecycle.counters.framesIn += known.frameCount
    if (input !== undefined && hasFormat(known, input)) return this.work(known)
    return after(this.changeFormat(formatOf(known)), () => this.work(known))
  }

  private changeFormat(to: AudioFormat): Working {
    if (this.input === undefined) {
      this.configure(to)
      return
    }
    return after(this.drain(), () => {
      const before = this.output.format as AudioFormat
      const now = this.configure(to)
      if (!sameFormat(before, now)) this.lifecycle.formatChanged(before, now)
    })
  }

  private work(item: In): Working {
    if (this.lifecycle.state !== 'running') this.lifecycle.moveTo('running')
    return this.blocks === undefined ? this.process(item) : this.blocks.take(item)
  }

  private process(item: In): Working {
    if (item.discontinuity) {
      if (this.options.flushOnDiscontinuity === true) {
        return after(this.flush(), () => {
          this.output.noteLoss()
          return this.runner.process(item)
        })
      }
      if (this.options.discontinuity !== 'own') this.output.noteLoss()
    }
    return this.runner.process(item)
  }

  private drain(): Working {
    const flushed = after(this.blocks?.flush(), () => this.flush())
    return after(flushed, () => this.output.lateSent())
  }

  private flush(): Working {
    if (this.output.format === undefined) {
      // An empty stream: the format, where the stage before knows it, is all there is to tell.
      const format = this.lifecycle.upstream?.format
      if (format === undefined) return
      this.configure(format)
    }
    return this.runner.flush()
  }
}

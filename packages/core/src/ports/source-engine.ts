import type { AudioSource, OpenContext, ReadResult } from './audio-source.js'
import { type Item } from '../data/item.js'
import { detachItem, markDiscontinuity, releaseItem } from '../data/item-ownership.js'
import { type AudioFormat, checkFormat } from '../format/audio-format.js'
import { DirectLink, type DirectTarget } from './direct-link.js'
import { FairTurn } from './fair-turn.js'
import { formatOf, wrongItem } from './item-check.js'
import { Lifecycle } from './lifecycle.js'
import type { PortOptions } from './port-options.js'
import { ReadableGuard } from './readable-guard.js'
import { stageError } from './stage-error.js'

/** The hooks of a source, as its engine calls them. @internal */
export interface SourceHooks<T extends Item> {
  open(context: OpenContext): AudioFormat | Promise<AudioFormat>
  readItem(): ReadResult<T> | Promise<ReadResult<T>>
  teardown(error?: Error): void | Promise<void>
}

/** The inside of an {@link AudioSource}. @internal */
export class SourceEngine<T extends Item> {
  readonly lifecycle: Lifecycle
  readonly guard: ReadableGuard
  format: AudioFormat | undefined
  private opened: AudioFormat | Promise<AudioFormat> | undefined
  /** Node asked for an item and none was given yet. */
  private wanted = false
  private gated = false
  /** Nothing more is given. */
  ended = false
  /** Told of the gate, where something else moves the items. */
  onGate: ((closed: boolean) => void) | undefined
  private lossBeforeNext = false
  private readonly turn = new FairTurn()
  /** The link to the next stage of a run, in place of Node's queues. */
  private direct: DirectLink<T> | undefined
  /** An item is on its way, so that nothing is to be read meanwhile. */
  private reading = false

  constructor(
    private readonly port: AudioSource<T>,
    private readonly hooks: SourceHooks<T>,
    options: PortOptions,
  ) {
    this.lifecycle = new Lifecycle(port, options)
    this.guard = new ReadableGuard(port, this.lifecycle)
  }

  /** Opens the source, once; every later call gets the same answer. */
  open(): AudioFormat | Promise<AudioFormat> {
    this.opened ??= this.openNow()
    return this.opened
  }

  /** Feeds the next stage by plain calls from now on. */
  linkTo(next: DirectTarget<T>): DirectLink<T> {
    this.direct = new DirectLink(next, () => this.pull())
    return this.direct
  }

  /** Begins to read, after {@link SourceEngine.linkTo}. */
  start(): void {
    // The run may have been stopped before it began to flow.
    if (this.ended) this.endDirect()
    else this.pull()
  }

  /** The port is destroyed; what an ended one has given is still delivered. */
  clear(): void {
    if (!this.ended) this.cut()
  }

  /** Lets go of what waits for the next stage. */
  cut(): void {
    this.direct?.clear()
  }

  /** The body of `_read`: Node wants an item. */
  read(): void {
    if (this.direct !== undefined) return
    if (this.format !== undefined) return this.pull()
    const format = this.open()
    if (!(format instanceof Promise)) return this.pull()
    format.then(
      () => this.pull(),
      (error: Error) => void this.port.destroy(error),
    )
  }

  /** There may be an item now, after `undefined`. */
  itemReady(): void {
    if (!this.wanted || this.port.destroyed) return
    this.wanted = false
    this.pull()
  }

  noteLoss(): void {
    this.lossBeforeNext = true
  }

  /** Whether the flow is held back. */
  get isGated(): boolean {
    return this.gated
  }

  /** Holds the flow back, or lets it go on. */
  gate(closed: boolean): void {
    this.gated = closed
    this.lifecycle.movePaused(closed)
    this.onGate?.(closed)
    if (!closed) this.itemReady()
  }

  /** Ends the stream, as if nothing more came. */
  end(): void {
    if (this.ended || this.port.destroyed) return
    this.ended = true
    if (this.lossBeforeNext) this.lifecycle.tailDiscontinuity = true
    this.lifecycle.moveTo('draining')
    this.port.push(null)
    this.endDirect()
  }

  private endDirect(): void {
    if (this.direct === undefined) return
    this.port.resume()
    this.direct.end()
  }

  private openNow(): AudioFormat | Promise<AudioFormat> {
    try {
      const format = this.lifecycle.open((signal) => this.hooks.open({ signal }))
      if (!(format instanceof Promise)) return this.takeFormat(format)
      const opening = format
        .then((value) => this.takeFormat(value))
        .catch((error: unknown) => this.refuse(error))
      opening.catch(() => undefined)
      return opening
    } catch (error) {
      const refused = this.refuse(error)
      refused.catch(() => undefined)
      return refused
    }
  }

  private refuse(error: unknown): Promise<never> {
    return Promise.reject(stageError(this.port.name, error))
  }

  private takeFormat(format: AudioFormat): AudioFormat {
    this.format = checkFormat(format)
    return format
  }

  /**
   * Reads one item for Node; for a direct link, items as long as there is room. A loop, not a
   * recursion: the next stages work inside of it.
   */
  private pull(): void {
    if (this.reading) return
    do {
      if (this.ended || this.port.destroyed || !this.readable()) return
      this.reading = true
      this.pullNow()
    } while (!this.reading && this.direct?.hasRoom === true && !this.wanted)
  }

  private readable(): boolean {
    if (this.gated) {
      this.wanted = true
      return false
    }
    if (!this.turn.exhausted()) return true
    this.reading = true
    setImmediate(() => {
      this.reading = false
      this.pull()
    })
    return false
  }

  private pullNow(): void {
    let result: ReadResult<T> | Promise<ReadResult<T>>
    try {
      result = this.readTimed()
    } catch (error) {
      this.port.destroy(stageError(this.port.name, error))
      return
    }
    if (!(result instanceof Promise)) {
      // Node may ask for the next item before this call returns; the loop of a direct link does not.
      if (this.direct === undefined) this.reading = false
      this.hand(result)
      this.reading = false
      return
    }
    result.then(
      (item) => {
        this.reading = false
        this.hand(item)
        if (this.direct?.hasRoom === true && !this.wanted) this.pull()
      },
      (error: unknown) => void this.port.destroy(stageError(this.port.name, error)),
    )
  }

  private readTimed(): ReadResult<T> | Promise<ReadResult<T>> {
    const { timer } = this.lifecycle
    if (timer === undefined || !timer.due()) return this.hooks.readItem()
    const startedAt = performance.now()
    const result = this.hooks.readItem()
    if (result instanceof Promise) return result
    timer.add(performance.now() - startedAt)
    return result
  }

  private hand(item: ReadResult<T>): void {
    if (item === undefined) {
      this.wanted = true
      return
    }
    if (item === null) return this.end()
    if (item['~kind'] === undefined) {
      this.port.destroy(wrongItem(this.port.name, 'gives', 'any', item))
      return
    }
    if (this.ended || this.port.destroyed) return releaseItem(item)
    this.followFormat(item)
    const { lifecycle } = this
    lifecycle.counters.itemsOut++
    lifecycle.counters.framesOut += item.frameCount
    if (lifecycle.state !== 'running' && !this.gated) lifecycle.moveTo('running')
    if (lifecycle.counters.itemsOut === 1) lifecycle.onFirstItem?.(item)
    let out = item
    if (this.lossBeforeNext) {
      this.lossBeforeNext = false
      out = markDiscontinuity(item)
    }
    if (this.guard.detaching) detachItem(out)
    if (this.direct !== undefined) this.direct.send(out)
    else this.port.push(out)
  }

  private followFormat(item: T): void {
    const format = this.format as AudioFormat
    if (item.sampleRate === format.sampleRate && item.channelCount === format.channelCount) return
    this.format = formatOf(item)
    this.lifecycle.formatChanged(format, this.format)
  }
}

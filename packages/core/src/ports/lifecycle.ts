import type { EventEmitter } from 'node:events'
import { abortError } from '../clock/abort-error.js'
import type { Clock } from '../clock/clock.js'
import { systemClock } from '../clock/system-clock.js'
import { BufferPool } from '../data/buffer-pool.js'
import { PatchcordError, isPatchcordError } from '../errors/patchcord-error.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { Item } from '../data/item.js'
import type { KernelChoice } from '../kernels/kernel-choice.js'
import { ItemAge } from './item-age.js'
import type { DropReason } from './port-events.js'
import { type PortOptions, checkPortOptions } from './port-options.js'
import type { PortState } from './port-state.js'
import { type PortCounters, newPortCounters } from './port-stats.js'
import { stageError } from './stage-error.js'
import type { StageTimer } from './stage-timer.js'

/** After this long, closing no longer waits for a hook that does not come back. */
const closeTimeoutMs = 1000

/** A port as its lifecycle sees it: one of Node's streams. @internal */
export interface PortStream extends EventEmitter {
  readonly name: string
  readonly closed: boolean
  destroy(error?: Error): unknown
}

/** What a pipeline lends to the ports it adopts. @internal */
export interface PortSurroundings {
  readonly clock?: Clock | undefined
  readonly pool?: BufferPool | undefined
  readonly kernels?: KernelChoice | undefined
}

/**
 * What the three ports have in common: state, counters, surroundings, the single use, opening
 * and closing. They extend three different Node classes, so they hold one of these each.
 *
 * @internal
 */
export class Lifecycle {
  state: PortState = 'idle'
  readonly counters: PortCounters = newPortCounters()
  /** Brings the counters up to date, where something else moves the items. */
  recount: (() => void) | undefined
  timer: StageTimer | undefined
  readonly itemAge: ItemAge = new ItemAge()
  /** Told the first item that a source gives. */
  onFirstItem: ((item: Item) => void) | undefined
  /** The port before this one in a chain, where it is one of ours. */
  upstream: UpstreamPort | undefined
  tailDiscontinuity = false
  private claimed = false
  /** It closes or is closed. */
  closed = false
  private opening: Promise<unknown> | undefined
  private openAttempted = false
  private abortOpen: AbortController | undefined
  private closing: Promise<void> | undefined
  private surroundings: PortSurroundings = {}
  private ownPool: BufferPool | undefined

  constructor(
    private readonly port: PortStream,
    private readonly options: PortOptions,
  ) {
    checkPortOptions(options)
    options.signal?.addEventListener('abort', this.onAbort, { once: true })
  }

  get clock(): Clock {
    return this.options.clock ?? this.surroundings.clock ?? systemClock
  }

  get pool(): BufferPool {
    return this.options.pool ?? this.surroundings.pool ?? (this.ownPool ??= new BufferPool())
  }

  /** How the run executes kernels, for ports that run pipelines of their own. */
  get kernelChoice(): Partial<KernelChoice> {
    return this.surroundings.kernels ?? {}
  }

  /** Whether no run or stream has used the port yet. */
  get unused(): boolean {
    return !this.claimed && this.upstream === undefined && this.state === 'idle'
  }

  /** Throws where another run or stream has used the port. */
  checkUnused(): void {
    if (!this.unused) throw alreadyUsed(this.port.name, this.state)
  }

  /** Marks the port as used by one run. */
  claim(surroundings: PortSurroundings): void {
    this.claimed = true
    this.surroundings = surroundings
  }

  /** The counters as they are now. */
  countersNow(): PortCounters {
    this.recount?.()
    return this.counters
  }

  moveTo(state: PortState): void {
    if (this.state === state || this.state === 'closed' || this.state === 'failed') return
    const from = this.state
    this.state = state
    if (this.port.listenerCount('state-changed') > 0) {
      this.port.emit('state-changed', { stage: this.port.name, from, to: state })
    }
  }

  /** Between `running` and `paused`; before and after those, pausing does not show. */
  movePaused(paused: boolean): void {
    if (paused && (this.state === 'running' || this.state === 'open')) this.moveTo('paused')
    else if (!paused && this.state === 'paused') this.moveTo('running')
  }

  formatChanged(from: AudioFormat, to: AudioFormat): void {
    this.port.emit('format-changed', { stage: this.port.name, from, to })
  }

  countDrop(items: number, frames: number, reason: DropReason): void {
    this.counters.drops += items
    this.counters.droppedFrames += frames
    if (reason === 'overflow' || reason === 'paused') this.counters.overruns++
    this.port.emit('drop', { stage: this.port.name, items, frames, reason })
  }

  countUnderrun(frames: number): void {
    this.counters.underruns++
    this.port.emit('underrun', { stage: this.port.name, frames })
  }

  /** Runs an `open` hook once, with a signal that fires when the port is closed meanwhile. */
  open<Result>(hook: (signal: AbortSignal) => Result | Promise<Result>): Result | Promise<Result> {
    const { signal } = this.options
    if (signal?.aborted === true) throw this.aborted(signal)
    // What was opened now, nobody would close.
    if (this.closed) throw this.aborted()
    this.openAttempted = true
    this.abortOpen = new AbortController()
    const result = hook(this.abortOpen.signal)
    if (!(result instanceof Promise)) {
      this.moveTo('open')
      return result
    }
    const opened = result.then((value) => {
      this.moveTo('open')
      return value
    })
    this.opening = opened.catch(() => undefined)
    return opened
  }

  /** The body of `_destroy`: waits for an `open` under way, then runs the port's teardown. */
  async shutDown(
    error: Error | null,
    teardown: (error: Error | undefined) => void | Promise<void>,
  ): Promise<Error | null> {
    this.closed = true
    this.options.signal?.removeEventListener('abort', this.onAbort)
    this.abortOpen?.abort(error ?? abortError(this.port.name))
    let failure = error
    if (this.opening !== undefined) await this.atMost(this.opening)
    if (this.openAttempted) {
      try {
        const closing = teardown(error ?? undefined)
        if (closing instanceof Promise) await this.atMost(closing)
      } catch (thrown) {
        failure ??= thrown instanceof Error ? thrown : stageError(this.port.name, thrown)
      }
    }
    this.moveTo(failure === null || isAbort(failure) ? 'closed' : 'failed')
    return failure
  }

  /** `close()` of every port: idempotent, resolves when nothing is open any more. */
  close(): Promise<void> {
    this.closing ??= new Promise((resolve) => {
      if (this.port.closed) return resolve()
      this.port.once('close', resolve)
      this.port.destroy()
    })
    return this.closing
  }

  /** Names the stage, so that no other error is put around it. */
  private aborted(signal?: AbortSignal): PatchcordError {
    return abortError(this.port.name, signal, { stage: this.port.name })
  }

  private readonly onAbort = (): void => {
    // A port that nobody uses or listens to yet has nobody to tell.
    if (this.unused && this.port.listenerCount('error') === 0) this.port.destroy()
    else this.port.destroy(this.aborted(this.options.signal))
  }

  private async atMost(work: Promise<unknown>): Promise<void> {
    let cancel = (): void => undefined
    const limit = new Promise<void>((resolve) => {
      cancel = systemClock.schedule(closeTimeoutMs, resolve)
    })
    try {
      await Promise.race([work, limit])
    } finally {
      cancel()
    }
  }
}

/** Ours, or the one that Node destroys with when a loop or reader leaves early. @internal */
export function isAbort(error: unknown): boolean {
  return isPatchcordError(error, 'aborted') || (error as NodeJS.ErrnoException).code === 'ABORT_ERR'
}

/** What a port asks of the one before it. @internal */
export interface UpstreamPort {
  readonly format: AudioFormat | undefined
  readonly tailDiscontinuity: boolean
}

/** The error of a second use. @internal */
export function alreadyUsed(name: string, state: PortState): PatchcordError {
  return new PatchcordError(
    'already-used',
    `${name} was already used (it is ${state}); a port lives once, make a new one`,
    {
      details: { stage: name, state },
    },
  )
}

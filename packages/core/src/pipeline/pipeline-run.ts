import { abortError } from '../clock/abort-error.js'
import { BufferPool } from '../data/buffer-pool.js'
import { isAbort } from '../ports/lifecycle.js'
import { adoptStage } from './adopt-stage.js'
import { publish } from './diagnostics.js'
import { EventHub } from './event-hub.js'
import { joinStages } from './join-stages.js'
import { keepAlive } from './keep-alive.js'
import { openStages } from './open-stages.js'
import { type PipelineDescription, describeStages } from './pipeline-description.js'
import type { PipelineRunInit } from './pipeline-run-init.js'
import { kernelChoiceOf } from './pipeline-options.js'
import { RunAccounts } from './run-accounts.js'
import { RunBackend } from './run-backend.js'
import type { RunEvents, RunHealth } from './run-events.js'
import { RunOutcome } from './run-outcome.js'
import type { RunReport } from './run-report.js'
import { RunStatus } from './run-status.js'
import type { Run, StopOptions } from './run.js'
import {
  type SourceStage,
  type Stage,
  endedWell,
  checkUnused,
  beforeSink,
  closedEarly,
  destroyStage,
  errorOf,
  gateEnds,
} from './stage.js'
import type { StallWatch } from './stall-watch.js'
import { watchForStalls } from './watch-for-stalls.js'

/** The state machine behind {@link Run}. @internal */
export class PipelineRun implements Run {
  /** Resolves when all stages are open and joined; rejects if that failed. */
  readonly started: Promise<readonly Stage[]>
  private stages: readonly Stage[]
  private readonly hub = new EventHub<RunEvents>()
  private readonly status = new RunStatus(this.hub)
  private readonly outcome = new RunOutcome()
  private readonly backend: RunBackend
  private readonly accounts: RunAccounts
  private readonly name: string
  private readonly pool: BufferPool
  private ending = false
  private joined = false
  private paused = false
  private discarding = false
  private readonly letGo: () => void
  private watch: StallWatch | undefined
  /** Stages whose `close` is still to come: Node says `closed` before it raises the error. */
  private readonly open = new Set<Stage>()

  constructor(private readonly init: PipelineRunInit) {
    const { stages, options } = init
    this.stages = stages
    this.name = options.name ?? 'pipeline'
    this.pool = options.pool ?? new BufferPool()
    this.backend = new RunBackend(kernelChoiceOf(options))
    this.accounts = new RunAccounts(this.backend)
    // All before the first is claimed: a call that fails leaves every port as it was.
    checkUnused(stages)
    for (const stage of stages) this.adopt(stage)
    this.letGo = keepAlive()
    options.signal?.addEventListener('abort', this.onAbort, { once: true })
    this.started = this.start()
    this.started.catch((error: unknown) => this.fail(error))
  }

  get finished(): Promise<RunReport> {
    return this.outcome.finished
  }

  get health(): RunHealth {
    return this.status.health
  }

  stats(): RunReport {
    return this.accounts.report(this.stages, this.status.isOver ? this.outcome.reason : undefined)
  }

  describe(): PipelineDescription {
    return describeStages(this.stats().stages)
  }

  on<Name extends keyof RunEvents>(
    event: Name,
    listener: (event: RunEvents[Name]) => void,
  ): () => void {
    return this.hub.on(event, listener)
  }

  pause(): void {
    // What drains is not held up any more.
    if (this.paused || this.ending || this.outcome.reason === 'stopped') return
    this.paused = true
    gateEnds(this.stages, true)
    this.status.moveTo('paused')
    this.hub.emit('paused', {})
  }

  resume(): void {
    if (!this.paused || this.ending) return
    this.paused = false
    this.watch?.reset()
    gateEnds(this.stages, false)
    this.status.moveTo(this.joined ? 'running' : 'starting')
    this.hub.emit('resumed', {})
  }

  stop({ drain = true }: StopOptions = {}): Promise<RunReport> {
    if (this.ending || this.status.isOver) return this.finished
    this.outcome.reason = 'stopped'
    if (!this.joined) {
      this.end()
    } else if (drain) {
      this.status.moveTo('draining')
      this.source.port['~stopReading']()
      this.release()
    } else {
      this.discard()
    }
    return this.finished
  }

  async close(): Promise<void> {
    const over = this.finished.catch(() => undefined)
    this.fail(abortError(this.name))
    await over
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  private get source(): SourceStage {
    return this.stages[0] as SourceStage
  }

  private async start(): Promise<readonly Stage[]> {
    const { signal } = this.init.options
    if (signal?.aborted === true) throw abortError(this.name, signal)
    // Whoever called pipeline() gets to add listeners first.
    await Promise.resolve()
    if (this.ending) return this.stages
    const chain = await openStages({
      stages: this.stages,
      cancelled: () => this.ending,
      adopt: (stage) => {
        this.stages = beforeSink(this.stages, stage)
        this.adopt(stage)
      },
      backend: this.backend,
      targetFormat: this.init.targetFormat,
    })
    if (chain === undefined) return this.stages
    this.stages = chain
    this.join()
    return chain
  }

  private adopt(stage: Stage): void {
    const { options } = this.init
    this.open.add(stage)
    adoptStage(stage, {
      name: this.name,
      surroundings: { clock: options.clock, pool: this.pool, kernels: this.backend.choice },
      hub: this.hub,
      onError: (error) => this.fail(errorOf(stage, error, this.name)),
      onClose: () => this.onClose(stage),
      onOutputEnd: () => this.source.port['~stopReading'](),
    })
  }

  private join(): void {
    const { options } = this.init
    this.joined = true
    this.watch = watchForStalls(options.clock, options.stallTimeoutMs, {
      status: this.status,
      stages: () => this.stages,
      onStall: (event) => this.hub.emit('stalled', event),
    })
    const stages = this.stages.map(({ port }) => port.name)
    publish('patchcord:run:start', () => ({ run: this.name, stages }))
    this.status.moveTo(this.paused ? 'paused' : 'running')
    this.hub.emit('started', {})
    // A listener may have ended the run, or a stage failed while others opened: its error is under way.
    if (this.ending || this.discarding || this.stages.some(({ port }) => port.destroyed)) return
    joinStages(this.stages, options, this.accounts)
  }

  private readonly onAbort = (): void => {
    this.fail(abortError(this.name, this.init.options.signal))
  }

  /** Opens the gates, so that what is under way can drain. */
  private release(): void {
    if (!this.paused) return
    this.paused = false
    gateEnds(this.stages, false)
  }

  private fail(error: unknown): void {
    if (this.status.isOver || this.outcome.failed) return
    // What fails while a stopped run is being closed is told as well, but that it was closed is not.
    if (this.ending && isAbort(error)) return
    this.outcome.fail(error)
    if (!this.ending) this.end(error)
  }

  /** Throws away what is under way, and finishes the sink. */
  private discard(): void {
    const last = this.stages.at(-1) as Stage
    this.status.moveTo('draining')
    if (last.role !== 'sink') return this.end()
    this.discarding = true
    for (const stage of this.stages) if (stage !== last) destroyStage(stage)
    last.port['~engine'].clear()
    this.release()
    last.port.end()
  }

  /** Closes every stage; the last `close` settles the run. */
  private end(error?: unknown): void {
    this.ending = true
    this.watch?.stop()
    for (const stage of this.stages) destroyStage(stage, error)
    this.settleIfClosed()
  }

  private onClose(stage: Stage): void {
    this.open.delete(stage)
    if (!this.ending && !this.discarding && !endedWell(stage)) {
      return this.fail(closedEarly(stage, this.name))
    }
    this.settleIfClosed()
  }

  private settleIfClosed(): void {
    if (this.status.isOver || this.open.size > 0) return
    this.ending = true
    this.watch?.stop()
    this.accounts.end()
    this.letGo()
    this.init.options.signal?.removeEventListener('abort', this.onAbort)
    this.status.moveTo(this.outcome.failed ? 'failed' : 'ended')
    this.outcome.settle(this.name, this.stats())
  }
}

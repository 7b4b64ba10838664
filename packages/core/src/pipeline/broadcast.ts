import type { AudioBuffer } from '../data/audio-buffer.js'
import { type Item, kindOf } from '../data/item.js'
import type { Packet } from '../data/packet.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { checkKnownOptions, invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { AudioSink } from '../ports/audio-sink.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import { BranchSource } from './branch-source.js'
import { type Branch, type BranchInput, type BranchPlan, planBranch } from './branch.js'
import { checkKinds, checkRoles } from './check-stages.js'
import { isPlainObject } from './is-plain-object.js'
import { closeNestedRuns } from './nested-runs.js'
import { PipelineRun } from './pipeline-run.js'
import type { AnyPort } from './pipeline-signature.js'
import type { Run } from './run.js'
import { type Stage, kindsOf, stageOf } from './stage.js'

interface LiveBranch {
  readonly plan: BranchPlan
  readonly head: BranchSource
  readonly run: PipelineRun
  /** It failed and was left out. */
  gone: boolean
}

class Broadcast extends AudioSink<Item> {
  private readonly branches: LiveBranch[] = []

  constructor(
    private readonly plans: readonly BranchPlan[],
    /** The stages of each branch. */
    private readonly tails: readonly (readonly Stage[])[],
    options: PortOptions,
  ) {
    super({ name: 'broadcast', ...options, accepts: commonKind(tails) })
  }

  get '~runs'(): readonly Run[] {
    return this.branches.map(({ run }) => run)
  }

  protected override async open(format: AudioFormat): Promise<void> {
    // One by one: where a branch cannot start, those before it are closed with this sink.
    this.plans.forEach((plan, index) => this.branches.push(this.start(plan, index, format)))
    await Promise.all(
      this.branches.map(({ run, plan }) =>
        run.started.catch((error: unknown) =>
          plan.onFailure === 'fail-all' ? Promise.reject(error) : undefined,
        ),
      ),
    )
  }

  protected override changeFormat(): void {
    // Each branch sees the new format on the items themselves.
  }

  protected writeItem(item: Item): void | Promise<void> {
    const waiting: Promise<unknown>[] = []
    for (const branch of this.branches) {
      if (branch.gone) continue
      const waits = branch.plan.overflow === 'block'
      const room = branch.head.give(this.copyOf(item), waits)
      if (branch.head.destroyed) waiting.push(this.ended(branch))
      else if (room !== undefined)
        waiting.push(room.then(() => (branch.head.destroyed ? this.ended(branch) : undefined)))
    }
    if (waiting.length > 0) return Promise.all(waiting).then(() => undefined)
  }

  protected override async finish(): Promise<void> {
    for (const { head } of this.branches) {
      if (this.tailDiscontinuity) head.markLoss()
      head.finishGiving()
    }
    await Promise.all(this.branches.map((branch) => this.ended(branch)))
    this.failIfNoneIsLeft()
  }

  protected override async teardown(): Promise<void> {
    await Promise.all(this.branches.map(({ run }) => run.close()))
  }

  /** @internal */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    closeNestedRuns(this['~runs'], this.tails.slice(this.branches.length).flat())
    super._destroy(error, callback)
  }

  private start(plan: BranchPlan, index: number, format: AudioFormat): LiveBranch {
    const head = new BranchSource(format, {
      name: `branch ${index + 1}`,
      capacityItems: plan.capacityItems,
      overflow: plan.overflow,
    })
    const stages = [stageOf(head), ...(this.tails[index] as readonly Stage[])]
    const run = new PipelineRun({
      stages,
      options: {
        name: `branch ${index + 1}`,
        clock: this.clock,
        pool: this.pool,
        ...this['~engine'].lifecycle.kernelChoice,
      },
    })
    const branch: LiveBranch = { plan, head, run, gone: false }
    for (const event of ['drop', 'underrun', 'format-changed', 'branch-failed'] as const) {
      run.on(event, (detail) => this.emit(event, detail))
    }
    run.finished.catch((error: unknown) => this.onFailure(branch, index, error))
    return branch
  }

  private onFailure(branch: LiveBranch, index: number, error: unknown): void {
    branch.gone = true
    if (this.destroyed) return
    if (branch.plan.onFailure === 'fail-all') {
      this.destroy(error as Error)
      return
    }
    this.emit('branch-failed', { stage: this.name, branch: index, error })
    try {
      this.failIfNoneIsLeft()
    } catch (none) {
      this.destroy(none as Error)
    }
  }

  /** Resolves when a branch is over; rejects if it failed and the others are to fail with it. */
  private ended({ run, plan }: LiveBranch): Promise<unknown> {
    return run.finished.catch((error: unknown) => {
      if (plan.onFailure === 'fail-all') throw error
    })
  }

  private failIfNoneIsLeft(): void {
    if (this.branches.some(({ gone }) => !gone)) return
    throw new PatchcordError(
      'stage-failed',
      'every branch of broadcast has failed; see the branch-failed events for each',
      {
        details: { branches: this.branches.length },
      },
    )
  }

  /** A copy of its own for each branch: the branches may work in place. */
  private copyOf(item: Item): Item {
    return kindOf(item) === 'audio'
      ? this.pool.copyOf(item as AudioBuffer)
      : (item as Packet).copy()
  }
}

function commonKind(tails: readonly (readonly Stage[])[]): 'audio' | 'packet' | 'any' {
  const kinds = new Set(
    tails.map(([first]) => (first === undefined ? 'any' : (kindsOf(first).accepts ?? 'any'))),
  )
  kinds.delete('any')
  if (kinds.size > 1) {
    throw invalidOption(
      'broadcast',
      'branches that all take the same kind of item; some take AudioBuffer and some take Packet',
      [...kinds],
    )
  }
  return [...kinds][0] ?? 'any'
}

/**
 * A sink that serves several: each branch gets a copy of its own of every item, has its own queue,
 * overflow policy and failure rule, and its own report (`stages[..].runs` in the report of the
 * whole). Port options may follow the branches.
 *
 * @example
 * ```ts
 * import { broadcast, gain, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
 *
 * const both = broadcast(wavFileSink('original.wav'), [gain({ gainDb: -12 }), wavFileSink('quiet.wav')])
 * const report = await pipeline(wavFileSource('input.wav'), both).finished
 * console.log(report.stages.at(-1)?.runs?.map((run) => run.frames)) // [ 48000, 48000 ]
 * ```
 */
export function broadcast<Branches extends readonly [Branch, ...(Branch | PortOptions)[]]>(
  ...branches: Branches
): AudioSink<BranchInput<Branches[number]>> {
  const { given, options } = splitOptions(branches)
  if (given.length === 0) throw invalidOption('broadcast', 'at least one branch', given)
  const plans = given.map(planBranch)
  const tails = plans.map(({ ports }) => ports.map((port) => stageOf(port as AnyPort)))
  const sink = new Broadcast(plans, tails, options)
  for (const stages of tails) {
    if (stages.at(-1)?.role !== 'sink')
      throw invalidOption(
        'a branch',
        'a sink, or a list of processors that ends in a sink',
        stages.at(-1)?.port,
      )
    checkRoles([stageOf(new BranchSource({ sampleRate: 1, channelCount: 1 }, {})), ...stages])
    checkKinds(stages)
  }
  return sink as AudioSink<never> as AudioSink<BranchInput<Branches[number]>>
}

function splitOptions(values: readonly (Branch | PortOptions)[]): {
  given: readonly Branch[]
  options: PortOptions
} {
  const last = values.at(-1)
  if (!isPlainObject(last) || 'stages' in last)
    return { given: values as readonly Branch[], options: {} }
  checkKnownOptions('broadcast', last, portOptionNames)
  return { given: values.slice(0, -1) as readonly Branch[], options: last as PortOptions }
}

import {
  type AudioBuffer,
  type AudioSource,
  type KernelBackend,
  type LevelReading,
  type PortStats,
  type Run,
  pipeline,
  sink,
  source,
} from '@patchcord/core'
import { poisonPool } from '../../pool/poison-pool.js'
import { type ItemReading, readItem } from '../pipeline-rules/item-reading.js'
import { Dice } from './dice.js'
import { type AnyKernelProcessor, type KernelKind, kernelKinds } from './kernel-kinds.js'
import { randomItems } from './random-items.js'

/** All that can be told from outside of what a chain of kernels did. */
export interface ChainOutcome {
  readonly items: readonly (ItemReading & { readonly time: unknown; readonly layout: unknown })[]
  readonly events: readonly unknown[]
  readonly end: unknown
  readonly stages: readonly unknown[]
  /** What became of memory that somebody else held too. */
  readonly shared: readonly number[][]
  /** Buffers that did not come back to the pool. */
  readonly missing: number
}

interface Link {
  readonly port: AnyKernelProcessor
  readonly kind: KernelKind
}

/** Builds a random chain with a random stream, runs it, and tells what came of it. */
export class ChainScenario {
  private readonly dice: Dice
  private readonly pool = poisonPool()
  private readonly events: unknown[] = []
  private readonly items: ChainOutcome['items'][number][] = []
  private readonly held: AudioBuffer[] = []
  private readonly links: readonly Link[]
  private run: Run | undefined
  /**
   * The sink takes its time. How many items wait in between then, and so what has happened where at
   * one instant, depends on the links: nothing that shows it is done.
   */
  private readonly slow: boolean

  constructor(
    seed: number,
    backend: KernelBackend,
    private readonly fuse: boolean,
  ) {
    this.dice = new Dice(seed)
    this.slow = this.dice.chance(0.2)
    this.links = Array.from({ length: this.dice.whole(2, 7) }, (_, index) => {
      const kind = this.dice.pick(kernelKinds)
      return { kind, port: kind.make(this.dice, { backend, name: `${index} ${kind.name}` }) }
    })
  }

  /** Runs the chain to its end. */
  async play(): Promise<ChainOutcome> {
    const { dice, fuse, links, pool } = this
    for (const link of links) this.listen(link)
    const input = [...randomItems(dice, pool, (buffer) => this.held.push(buffer))]
    const end = sink(this.newWriter(), { name: 'end' })
    const from = this.newSource(input)
    const latency = this.slow && dice.chance(0.5) ? { latencyMs: dice.pick([0, 20, 200]) } : {}
    const join = pipeline as unknown as (...stages: readonly unknown[]) => Run
    const run = join(from, ...links.map(({ port }) => port), end, { fuse, pool, ...latency })
    this.run = run
    const outcome = await run.finished.then(
      ({ reason, frames, tailDiscontinuity }) => ({ reason, frames, tailDiscontinuity }),
      (error: Error & { code?: unknown; details?: unknown }) => ({
        failed: [error.code, error.message, error.details, String(error.cause)],
      }),
    )
    const { acquired, released } = pool.stats()
    const ended = !('failed' in outcome)
    return {
      items: this.items,
      events: this.events,
      end: { outcome, line: String(run.describe()) },
      stages: [...links.map(({ port }) => stageOf(port)), end.stats()],
      shared: this.held.map(({ samples }) => [...samples]),
      missing: ended ? acquired - released : 0,
    }
  }

  /** Where a random change happens before an item, the source makes it. */
  private newSource(input: readonly AudioBuffer[]): AudioSource {
    const { dice } = this
    const changes = input.map(() =>
      !this.slow && dice.chance(0.15) ? this.newChange() : undefined,
    )
    function* given(): Generator<AudioBuffer> {
      for (const [index, item] of input.entries()) {
        changes[index]?.()
        yield item
      }
    }
    return source(given(), { name: 'source' })
  }

  /** Sets a parameter of a random stage, if it has one. */
  private newChange(): () => void {
    const { kind, port } = this.dice.pick(this.links)
    const change = kind.change?.(this.dice)
    return () => {
      if (change !== undefined) port.set(change.name, change.value)
    }
  }

  private newWriter(): (item: AudioBuffer) => void | Promise<void> {
    const { dice, slow } = this
    const endsAt = dice.chance(0.15) ? dice.whole(1, 20) : -1
    const stops = dice.chance(0.5)
    return (item) => {
      const { timestampMs, channelLayout } = item
      this.items.push({ ...readItem(item), time: timestampMs, layout: channelLayout })
      if (!slow && this.items.length === endsAt)
        void (stops ? this.run?.stop() : this.run?.close())?.catch(() => undefined)
      return slow ? new Promise((resolve) => void setImmediate(resolve)) : undefined
    }
  }

  /** Notes what a stage says of itself, and sometimes answers with a change or an error. */
  private listen({ kind, port }: Link): void {
    const { dice, events, slow } = this
    for (const event of ['parameter-changed', 'format-changed', 'state-changed'])
      if (!slow && dice.chance(0.5))
        port.on(event, (detail: unknown) => events.push([event, detail]))
    if (kind.name !== 'levelMeter' || dice.chance(0.4)) return
    const change = !slow && dice.chance(0.5) ? this.newChange() : undefined
    const failsAt = !slow && dice.chance(0.1) ? dice.whole(1, 10) : -1
    const leavesAt = dice.chance(0.2) ? dice.whole(1, 10) : -1
    let count = 0
    const hear = (level: LevelReading): void => {
      events.push(['level', port.name, level, slow ? undefined : this.statsNow()])
      change?.()
      count++
      if (count === leavesAt) port.off('level', hear)
      if (count === failsAt) throw new Error('thrown by a listener')
    }
    port.on('level', hear)
  }

  private statsNow(): readonly PortStats[] {
    return this.links.map(({ port }) => ({ ...port.stats(), queueDepth: 0 }))
  }
}

/** All that can be told of a stage. */
export function stageOf(port: AnyKernelProcessor): unknown {
  const measured = port as unknown as { level?: unknown; total?: unknown }
  return {
    stats: { ...port.stats(), queueDepth: 0 },
    state: port.state,
    ended: [port.readableEnded, port.writableFinished, port.closed, port.destroyed],
    formats: [port.inputFormat, port.format],
    parameters: port.parameters.map(({ name }) => port.get(name)),
    kernels: port.kernels,
    latencyMs: port.latencyMs,
    tail: port.tailDiscontinuity,
    level: [measured.level, measured.total],
    reduction: 'readGainReductionDb' in port ? (port.readGainReductionDb as () => number)() : 0,
  }
}

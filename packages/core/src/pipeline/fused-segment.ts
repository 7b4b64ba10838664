import type { AudioBuffer } from '../data/audio-buffer.js'
import { sameFormat } from '../format/audio-format.js'
import type { DirectLink } from '../ports/direct-link.js'
import { isOfKind } from '../ports/item-check.js'
import type { Shortcut } from '../ports/shortcut.js'
import { stageError } from '../ports/stage-error.js'
import { StageTimer } from '../ports/stage-timer.js'
import type { StreamCallback } from '../ports/stream-callback.js'
import { FusedChain } from './fused-chain.js'
import type { FusedStage } from './fused-stage.js'

/**
 * Neighbouring stages that take a buffer by one call, from the door of the first to the output of
 * the last. Whatever is not plain (a first buffer, a discontinuity, another format, something on
 * its way in between) goes from stage to stage, as if there was no segment.
 *
 * @internal
 */
export class FusedSegment implements Shortcut<AudioBuffer> {
  /** Times the calls. */
  readonly timer: StageTimer = new StageTimer()
  private chain: FusedChain | undefined
  private readonly last: FusedStage
  /** The stages within whose readings somebody could come to hear. */
  private readonly measuring: readonly FusedStage[]

  constructor(
    readonly stages: readonly FusedStage[],
    /** Whether it is at an end because somebody listens to its last stage. */
    private readonly endsHeard: boolean,
    /** Divides the group anew. */
    private readonly divide: () => void,
  ) {
    this.last = stages.at(-1) as FusedStage
    this.measuring = stages
      .slice(0, -1)
      .filter(({ processor }) => processor.readingEvent !== undefined)
  }

  take(item: AudioBuffer, callback: StreamCallback): boolean {
    if (this.isOutdated()) {
      this.divide()
      return false
    }
    if (this.stages.length === 1 || !isOfKind(item, 'audio')) return false
    if (item.discontinuity || item.frameCount === 0 || !this.isCalm()) return false
    const chain = this.chainFor(item)
    if (chain === undefined || !this.applyChanges() || !chain.measure(item.frameCount)) return false
    this.execute(chain, item, callback)
    return true
  }

  /** Whether somebody has begun to listen within, or stopped to at the end. */
  private isOutdated(): boolean {
    for (const stage of this.measuring) if (stage.isHeard) return true
    return this.endsHeard && !this.last.isHeard
  }

  private isCalm(): boolean {
    const { stages, last } = this
    for (const stage of stages) {
      if (!stage.isCalm) return false
      if (stage !== last && stage.link?.isIdle !== true) return false
    }
    return true
  }

  /** The chain, made anew where the stages were set up for another format. */
  private chainFor(item: AudioBuffer): FusedChain | undefined {
    if (this.chain?.isCurrent !== true) this.chain = this.newChain()
    return this.chain?.fits(item) === true ? this.chain : undefined
  }

  private newChain(): FusedChain | undefined {
    const [{ engine, processor }] = this.stages as readonly [FusedStage, ...FusedStage[]]
    for (let at = 1; at < this.stages.length; at++) {
      const given = this.stages[at - 1]?.engine.output.format
      const taken = this.stages[at]?.engine.input
      if (given === undefined || taken === undefined || !sameFormat(given, taken)) return undefined
    }
    return engine.input && new FusedChain(this.stages, engine.input, processor.backend)
  }

  /** Makes the changes that are due. What a kernel refuses is left for its stage to fail with. */
  private applyChanges(): boolean {
    try {
      for (const { kernel } of this.stages) if (kernel.change !== undefined) kernel.applyChange()
      return true
    } catch {
      return false
    }
  }

  private execute(chain: FusedChain, item: AudioBuffer, callback: StreamCallback): void {
    const first = this.stages[0] as FusedStage
    const timed = first.engine.lifecycle.timer?.due() === true
    const startedAt = timed ? performance.now() : 0
    let out: AudioBuffer | undefined
    let input: AudioBuffer | undefined = item
    let at = 0
    try {
      out = chain.outputFor(item)
      const readings = chain.process(item, out, timed)
      at = this.stages.length - 1
      if (timed) this.addTimes(chain, performance.now() - startedAt)
      this.count(chain, item.frameCount, at)
      if (readings !== 0) this.tell(readings)
      if (out.samples !== item.samples) item.release()
      input = undefined
      this.last.engine.output.pass(out, undefined)
    } catch (error) {
      if (out !== undefined && out.samples !== item.samples) out.release()
      input?.release()
      if (at === 0) at = this.countFailed(chain, item.frameCount, error)
      this.fail(at, error, callback)
      return
    }
    this.last.engine.acknowledge(callback)
  }

  /** Counts a buffer as gone through the stages up to one, and into that. */
  private count({ frames }: FusedChain, frameCount: number, to: number): void {
    let taken = frameCount
    for (let at = 0; at <= to; at++) {
      const { counters } = this.stages[at] as FusedStage
      counters.itemsIn++
      counters.framesIn += taken
      if (at === to) return
      taken = frames[at] as number
      counters.itemsOut++
      counters.framesOut += taken
    }
  }

  /** Only the last stage can have listeners: no one hears of the others before they are all done. */
  private tell(readings: number): void {
    for (let at = 0; at < this.stages.length; at++)
      if ((readings & (1 << at)) !== 0) (this.stages[at] as FusedStage).processor.takeReadings()
  }

  private addTimes({ timesUs }: FusedChain, totalMs: number): void {
    this.timer.add(totalMs)
    for (let at = 0; at < this.stages.length; at++)
      this.stages[at]?.engine.lifecycle.timer?.add((timesUs[at] as number) / 1000)
  }

  /** Counts a buffer that a kernel failed with: the stages before that one have done their part. */
  private countFailed(chain: FusedChain, frameCount: number, error: unknown): number {
    const { kernelIndex = 0 } = Object(error) as { readonly kernelIndex?: number }
    const failed = Math.min(kernelIndex, this.stages.length - 1)
    this.count(chain, frameCount, failed)
    for (const { processor } of this.stages.slice(0, failed)) processor.takeReadings()
    return failed
  }

  /** Fails one stage, as it would have failed by itself. */
  private fail(at: number, error: unknown, callback: StreamCallback): void {
    const { engine, processor } = this.stages[at] as FusedStage
    if (at === 0) return engine.fail(undefined, error, callback)
    const link = (this.stages[at - 1] as FusedStage).link as DirectLink<AudioBuffer>
    link.fail(stageError(processor.name, error))
  }
}

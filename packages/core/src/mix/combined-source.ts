import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Cancel } from '../clock/clock.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import type { AudioFormat } from '../format/audio-format.js'
import { closeNestedRuns } from '../pipeline/nested-runs.js'
import { PipelineRun } from '../pipeline/pipeline-run.js'
import type { Run } from '../pipeline/run.js'
import { type ProcessorStage, type SourceStage, type Stage } from '../pipeline/stage.js'
import { AudioSource, type OpenContext } from '../ports/audio-source.js'
import type { CombineOptions } from './combine-options.js'
import { InputLane, type LaneOwner } from './input-lane.js'

/**
 * A source that is fed by several: opens each input as a run of its own, watches for stalls, and
 * closes them all. How their frames are put together is the subclass's.
 *
 * @internal
 */
export abstract class CombinedSource extends AudioSource {
  protected lanes: InputLane[] = []
  private runs: PipelineRun[] = []
  private cancelStall: Cancel | undefined
  private waitedFor: readonly InputLane[] = []
  private readonly tailsTold = new Set<InputLane>()
  private readonly laneOwner: LaneOwner = {
    onChange: () => this.itemReady(),
    onLate: (frames) => {
      this['~engine'].lifecycle.countDrop(1, frames, 'late')
      this.noteLoss()
    },
    now: () => this.clock.now(),
  }

  constructor(
    private readonly inputs: readonly (readonly Stage[])[],
    protected readonly combining: CombineOptions,
  ) {
    super(combining)
  }

  get '~runs'(): readonly Run[] {
    return this.runs
  }

  /** The format that an input is to be converted to. */
  protected abstract laneFormat(format: AudioFormat, first: AudioFormat | undefined): AudioFormat

  /** The format of the result. */
  protected abstract resultFormat(lanes: readonly AudioFormat[]): AudioFormat

  protected async open({ signal }: OpenContext): Promise<AudioFormat> {
    const formats: AudioFormat[] = []
    for (const [index, stages] of this.inputs.entries()) {
      signal.throwIfAborted()
      const run = new PipelineRun({
        stages,
        options: {
          name: `${this.name} input ${index + 1}`,
          clock: this.clock,
          pool: this.pool,
          ...this['~engine'].lifecycle.kernelChoice,
        },
        targetFormat: (format) => this.laneFormat(format, formats[0]),
      })
      this.runs.push(run)
      run.finished.catch((error: unknown) => void this.destroy(error as Error))
      for (const event of ['drop', 'underrun', 'format-changed'] as const)
        run.on(event, (detail) => this.emit(event, detail))
      const last = (await run.started).at(-1) as SourceStage | ProcessorStage
      this.lanes.push(new InputLane(run, last, this.laneOwner))
      formats.push(last.port.format as AudioFormat)
    }
    return this.resultFormat(formats)
  }

  protected override async teardown(): Promise<void> {
    this.cancelStall?.()
    await Promise.all(this.runs.map((run) => run.close()))
    for (const lane of this.lanes) lane.clear()
  }

  /** @internal */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    closeNestedRuns(this.runs, this.inputs.slice(this.runs.length).flat())
    super._destroy(error, callback)
  }

  /** Counts what an input gave too little of. */
  protected countSilence(frames: number): void {
    this['~engine'].lifecycle.countUnderrun(frames)
  }

  /** Marks the next item, or the end, where an input has ended with a loss. */
  protected noteTailLosses(): void {
    for (const lane of this.lanes) {
      if (!lane.exhausted || !lane.tailDiscontinuity || this.tailsTold.has(lane)) continue
      this.tailsTold.add(lane)
      this.noteLoss()
    }
  }

  /** Notes which lanes are waited for; those that give nothing for the timeout count as stalled. */
  protected waitFor(lanes: readonly InputLane[]): undefined {
    this.waitedFor = lanes
    if (this.cancelStall !== undefined || (this.combining.onStall ?? 'wait') === 'wait')
      return undefined
    const now = this.clock.now()
    for (const lane of lanes) lane.idleSinceMs = now
    this.watchIn(this.stallTimeoutMs)
    return undefined
  }

  /** Nothing is waited for any more. */
  protected goOn(): void {
    this.cancelStall?.()
    this.cancelStall = undefined
  }

  /** The first lane that has something tells what time and which metadata a result carries. */
  protected particularsFrom(
    lanes: readonly InputLane[],
  ): Pick<AudioBuffer, 'timestampMs' | 'metadata'> | undefined {
    return lanes.find(({ head }) => head !== undefined)?.head
  }

  private get stallTimeoutMs(): number {
    return this.combining.stallTimeoutMs ?? 1000
  }

  private watchIn(delayMs: number): void {
    this.cancelStall = this.clock.schedule(delayMs, () => {
      this.cancelStall = undefined
      this.lookForStalls()
    })
  }

  /** A lane that gave something meanwhile, though too little, gets the whole time again. */
  private lookForStalls(): void {
    if (this.destroyed) return
    const now = this.clock.now()
    const leftMs = this.waitedFor.map((lane) => lane.idleSinceMs + this.stallTimeoutMs - now)
    const stalled = this.waitedFor.filter((_, index) => (leftMs[index] as number) < 1)
    if (stalled.length === 0) return this.watchIn(Math.min(...leftMs))
    if (this.combining.onStall === 'error') {
      this.destroy(this.stallError(this.lanes.indexOf(stalled[0] as InputLane)))
      return
    }
    for (const lane of stalled) lane.stalled = true
    this.itemReady()
  }

  private stallError(input: number): PatchcordError {
    const { name: stage, stallTimeoutMs } = this
    return new PatchcordError(
      'timeout',
      `${stage}: input ${input + 1} gave nothing for ${stallTimeoutMs} ms`,
      { details: { stage, input, stallTimeoutMs } },
    )
  }
}

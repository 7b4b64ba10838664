import type { KernelBackend, KernelInstance } from '../kernels/kernel.js'
import type {
  KernelFileJob,
  KernelFileOutcome,
  KernelFilePart,
  KernelFileRun,
  KernelFileStats,
} from '../kernels/kernel-file-job.js'
import type {
  KernelFileSink,
  KernelFileSource,
  KernelFileWork,
} from '../kernels/kernel-file-ports.js'
import type { AudioSink } from '../ports/audio-sink.js'
import type { AudioSource } from '../ports/audio-source.js'
import { stageError } from '../ports/stage-error.js'
import type { FusedStage } from './fused-stage.js'
import { leadsTo } from './leads-to.js'
import { WholeRunCounts } from './whole-run-counts.js'

/** A backend that runs from file to file. @internal */
export type FileBackend = KernelBackend & Required<Pick<KernelBackend, 'runFile'>>

/** What a {@link WholeRun} is made of. @internal */
export interface WholeRunInit {
  readonly source: AudioSource & KernelFileSource
  readonly kernels: readonly FusedStage[]
  readonly sink: AudioSink & KernelFileSink
  /** That of all kernels. */
  readonly backend: FileBackend
  /** Told that no item will flow. */
  readonly onBegin: () => void
}

/**
 * A run from file to file that its backend executes by itself, on a thread of its own. The stages
 * stand where they are and are joined, but no item flows: the source's first read waits until the
 * job is over, and what comes then (ends, flushes, closing) goes the ordinary way. Until then it
 * passes on what the run and its user want of the stages, and what they are to know.
 *
 * @internal
 */
export class WholeRun implements KernelFileWork {
  readonly over: Promise<KernelFileOutcome>
  private settle!: (outcome: KernelFileOutcome) => void
  private run: KernelFileRun | undefined
  private counts: WholeRunCounts | undefined
  private isOver = false
  /** When all went well: the end of the source, or the error in reading. */
  private readonly read: Promise<void>
  private endRead!: () => void
  private failRead!: (error: unknown) => void

  constructor(private readonly init: WholeRunInit) {
    this.over = new Promise((resolve) => {
      this.settle = resolve
    })
    this.read = new Promise((resolve, reject) => {
      this.endRead = resolve
      this.failRead = reject
    })
  }

  begin(): Promise<null | undefined> | undefined {
    if (this.run === undefined && !this.start()) return undefined
    // A run that is held back does not end before it goes on.
    return this.read.then(() => (this.init.source['~engine'].isGated ? undefined : null))
  }

  stopReading(): boolean {
    if (this.run === undefined || this.isOver) return false
    this.run.stopReading()
    this.init.source['~engine'].lifecycle.moveTo('draining')
    return true
  }

  async abort(): Promise<void> {
    if (this.run === undefined) return
    if (!this.isOver) this.run.abort()
    await this.over
  }

  stats(): KernelFileStats {
    return (this.counts as WholeRunCounts).stats()
  }

  /** Leaves the kernels and the files to the backend, if nobody has a look at what goes through. */
  private start(): boolean {
    const job = this.job()
    if (job === undefined) return false
    const { source, kernels, sink, backend, onBegin } = this.init
    const run = backend.runFile(job)
    this.run = run
    const lifecycles = [source, ...kernels.map(({ processor }) => processor), sink].map(
      (port) => port['~engine'].lifecycle,
    )
    this.counts = new WholeRunCounts(run, lifecycles)
    kernels.forEach(({ kernel }, at) => {
      kernel.remote = (spec) => {
        if (!this.isOver) run.update(at, spec)
      }
    })
    source['~engine'].onGate = (closed) => (closed ? run.pause() : run.resume())
    for (const lifecycle of lifecycles) lifecycle.moveTo('running')
    onBegin()
    sink['~leaveTo'](this)
    return true
  }

  /** The work to be done; `undefined` where items have to flow. */
  private job(): KernelFileJob | undefined {
    const { source, kernels, sink } = this.init
    const input = source['~fileInput']()
    const output = sink['~fileOutput']()
    if (input === undefined || output === undefined || source['~engine'].guard.detaching)
      return undefined
    if (!kernels.every(isUnseen)) return undefined
    // Windows reads by the path, which leads to the new file where the sink replaces the source's.
    if (process.platform === 'win32' && leadsTo(input.path, output.fd)) return undefined
    try {
      for (const { kernel } of kernels) kernel.applyChange()
    } catch {
      // What a kernel refuses is left for its stage to fail with.
      return undefined
    }
    const instances = kernels.map(({ kernel }) => kernel.instance as KernelInstance)
    return { input, kernels: instances, output, onNews: this.onNews }
  }

  private readonly onNews = (): void => {
    // The last call but one may have found it over already.
    if (this.isOver) return
    const run = this.run as KernelFileRun
    const { outcome } = run
    this.init.kernels.forEach((stage, at) => deliver(run, stage, at))
    if (outcome !== undefined) this.end(outcome)
  }

  private end(outcome: KernelFileOutcome): void {
    this.counts?.end()
    this.init.source['~engine'].onGate = undefined
    this.isOver = true
    this.settle(outcome)
    const { error, part } = outcome
    if (error === undefined) this.endRead()
    else this.fail(error, part)
  }

  /** Fails the stage whose part it was, as it would have failed by itself. */
  private fail(error: Error, part: KernelFilePart | undefined): void {
    if (part === 'input') this.failRead(error)
    if (typeof part !== 'number') return
    const { processor } = this.init.kernels[part] as FusedStage
    processor.destroy(stageError(processor.name, error))
  }
}

/** Whether nobody sees what goes through a stage, or hears of it and may change others by that. */
function isUnseen({ processor, engine, isHeard }: FusedStage): boolean {
  return !engine.reblocks && !engine.guard.detaching && !isHeard && !processor.destroyed
}

/** Tells what a kernel has measured; a listener that throws fails its stage. */
function deliver(run: KernelFileRun, { processor, kernel }: FusedStage, at: number): void {
  if (kernel.instance?.takeReadings === undefined || processor.destroyed) return
  const readings = run.takeReadings(at)
  try {
    if (readings.length > 0) processor.deliver(readings)
  } catch (error) {
    processor.destroy(stageError(processor.name, error))
  }
}

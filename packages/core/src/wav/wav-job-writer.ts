import type { Cancel, Clock } from '../clock/clock.js'
import type { KernelFileWork } from '../kernels/kernel-file-ports.js'
import type { WavFileBody } from './wav-file-body.js'
import { commitAfterMs } from './wav-writer.js'

/** What a {@link WavJobWriter} is made of. @internal */
export interface WavJobWriterInit {
  readonly body: WavFileBody
  readonly clock: Clock
  /** What writes the samples. It has begun. */
  readonly work: KernelFileWork
  /** Told at once when writing failed, also while nobody is waiting for it. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Keeps the header of a file up to date whose samples a job on another thread writes, every 200 ms
 * and at the end.
 *
 * @internal
 */
export class WavJobWriter {
  private cancel: Cancel | undefined
  private committing: Promise<void> = Promise.resolve()
  private commitFailure: unknown
  private finishing: Promise<void> | undefined
  /** The body knows of all that is in the file. */
  private settled = false

  constructor(private readonly init: WavJobWriterInit) {
    this.commitSoon()
    void init.work.over.then(({ part }) => {
      if (part === 'output') this.tellFailure()
    })
  }

  /** Whole frames in the file. */
  get framesWritten(): number {
    const { body } = this.init
    return this.settled ? body.framesWritten : this.wholeBytes() / body.layout.bytesPerFrame
  }

  /** Size of the file. */
  get bytesWritten(): number {
    const { body } = this.init
    return this.settled ? body.bytesWritten : body.layout.dataOffset + this.wholeBytes()
  }

  /** Samples that had to be clipped. */
  get clippedSamples(): number {
    return this.init.work.stats().clippedSamples
  }

  /** Waits until the job is over and commits everything; every call gets the same answer. */
  finish(): Promise<void> {
    this.finishing ??= this.finishNow().finally(() => {
      this.settled = true
    })
    return this.finishing
  }

  /** Ends the job where it is at work, commits what it has written, and closes the file. */
  async close(): Promise<void> {
    void this.init.work.abort()
    try {
      await this.finish()
    } finally {
      await this.init.body.close()
    }
  }

  private wholeBytes(): number {
    const { body, work } = this.init
    const { bytesWritten } = work.stats()
    return bytesWritten - (bytesWritten % body.layout.bytesPerFrame)
  }

  private commitSoon(): void {
    this.cancel = this.init.clock.schedule(commitAfterMs, () => {
      this.committing = this.commit()
    })
  }

  /** Never rejects: a failure is kept for the end and told. */
  private async commit(): Promise<void> {
    const { body, work } = this.init
    const whole = this.wholeBytes()
    // No pad byte while the job writes: the next sample belongs there.
    body.grow(whole % 2 === 0 ? whole : whole - body.layout.bytesPerFrame)
    try {
      if (body.uncommittedBytes > 0) await body.commitOrThrow()
      if (this.finishing === undefined) this.commitSoon()
    } catch (error) {
      this.commitFailure = error
      void work.abort()
      this.tellFailure()
    }
  }

  private async finishNow(): Promise<void> {
    const { body, work } = this.init
    this.cancel?.()
    const { part, error } = await work.over
    await this.committing
    const failure = part === 'output' ? error : this.commitFailure
    if (failure !== undefined) throw await body.salvage(failure, work.stats().bytesWritten)
    body.grow(this.wholeBytes())
    if (body.uncommittedBytes > 0) await body.commit()
  }

  private tellFailure(): void {
    this.finish().catch(this.init.onFailure)
  }
}

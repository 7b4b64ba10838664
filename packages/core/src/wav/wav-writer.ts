import type { Cancel, Clock } from '../clock/clock.js'
import type { WavFileBody } from './wav-file-body.js'

/** What is written at once where audio comes fast, in bytes. */
const blockBytes = 512 * 1024
/** How long samples wait before they are in the file and its header, at most, in milliseconds. @internal */
export const commitAfterMs = 200
/** The header is brought up to date after so many bytes too, whatever the clock says. */
const commitAfterBytes = 8 * 1024 * 1024

/** What a {@link WavWriter} is made of. @internal */
export interface WavWriterInit {
  readonly body: WavFileBody
  readonly clock: Clock
  /** Told at once when writing failed, also while nobody is waiting for it. */
  readonly onFailure: (error: Error) => void
}

/**
 * Gathers samples and writes them in large blocks, in the background: one block is filled while
 * the other is written. What has waited for 200 ms is written and committed however little it is.
 *
 * @internal
 */
export class WavWriter {
  /** Where the next samples go: from {@link WavWriter.used} on. */
  memory: Uint8Array = new Uint8Array(0)
  used = 0
  private spare: Uint8Array = new Uint8Array(0)
  private busy: Promise<void> | undefined
  private commitDue = false
  private cancelCommit: Cancel | undefined
  private failure: Error | undefined

  constructor(private readonly init: WavWriterInit) {}

  /** Makes room for so many bytes; a promise only while both blocks are taken. */
  makeRoom(byteLength: number): void | Promise<void> {
    if (this.failure !== undefined) throw this.failure
    if (this.used + byteLength <= this.memory.length) return
    if (this.used > 0) {
      if (this.busy !== undefined) return this.busy.then(() => this.makeRoom(byteLength))
      void this.writeGathered()
    }
    if (this.memory.length < byteLength) {
      this.memory = new Uint8Array(Math.max(byteLength, blockBytes))
    }
  }

  /** Says that so many bytes were put into {@link WavWriter.memory}. */
  advance(byteLength: number): void {
    this.used += byteLength
    this.commitSoon()
  }

  /** Writes and commits everything. */
  async finish(): Promise<void> {
    while (this.busy !== undefined) await this.busy
    if (this.failure === undefined) {
      this.commitDue = true
      await this.writeGathered()
    }
    this.cancelCommit?.()
    if (this.failure !== undefined) throw this.failure
  }

  /** Writes what is left, unless writing failed before, and closes the file. */
  async close(): Promise<void> {
    const failedBefore = this.failure !== undefined
    try {
      await this.finish()
    } catch (error) {
      if (!failedBefore) throw error
    } finally {
      await this.init.body.close()
    }
  }

  private commitSoon(): void {
    this.cancelCommit ??= this.init.clock.schedule(commitAfterMs, () => {
      this.cancelCommit = undefined
      this.commitDue = true
      if (this.busy === undefined) void this.writeGathered()
    })
  }

  private writeGathered(): Promise<void> {
    const bytes = this.memory.subarray(0, this.used)
    const { spare } = this
    this.spare = this.memory
    this.memory = spare
    this.used = 0
    this.busy = this.write(bytes).finally(() => {
      this.busy = undefined
    })
    return this.busy
  }

  /** Never rejects: a failure is kept for the next call and told. */
  private async write(bytes: Uint8Array): Promise<void> {
    const { body, onFailure } = this.init
    try {
      if (bytes.length > 0) await body.append(bytes)
      if (this.commitDue || body.uncommittedBytes >= commitAfterBytes) {
        this.commitDue = false
        if (body.uncommittedBytes > 0) await body.commit()
      }
      if (this.used > 0 || body.uncommittedBytes > 0) this.commitSoon()
    } catch (error) {
      this.failure = error as Error
      this.cancelCommit?.()
      onFailure(this.failure)
    }
  }
}

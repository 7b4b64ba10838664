import type { Writable } from 'node:stream'
import type { PatchcordError } from '../errors/patchcord-error.js'
import { byteStreamClosed, byteStreamError } from './byte-stream-error.js'

/**
 * Writes to a Node stream as fast as it takes bytes, and no faster.
 *
 * @internal
 */
export class ByteWriter {
  private failure: PatchcordError | undefined
  private unwritten = 0
  private settle: (() => void) | undefined
  private finished = false

  constructor(
    private readonly writable: Writable,
    /** Told of a failure while nobody waits for the writer. */
    private readonly onFailure: (failure: PatchcordError) => void,
  ) {
    if (writable.errored) this.failure = byteStreamError('written', writable.errored)
    else if (writable.writableEnded || writable.destroyed)
      this.failure = byteStreamClosed('written', 'the stream was ended or destroyed before')
    writable.on('error', this.onError)
    writable.on('close', this.onClose)
    writable.on('drain', this.onProgress)
    writable.on('finish', this.onFinish)
  }

  /** Writes; gives a promise where the stream wants a pause. */
  write(bytes: Uint8Array): void | Promise<void> {
    if (this.failure !== undefined) throw this.failure
    this.unwritten++
    const goOn = this.writable.write(bytes, this.onWritten)
    if (this.failure !== undefined) throw this.failure
    return goOn ? undefined : this.until(() => !this.writable.writableNeedDrain)
  }

  /** Waits until everything was written; ends the stream if told to. */
  finish(ends: boolean): void | Promise<void> {
    if (this.failure !== undefined) throw this.failure
    if (ends) this.writable.end()
    return this.until(() => (ends ? this.finished : this.unwritten === 0))
  }

  /** Stops listening. */
  close(): void {
    const { writable } = this
    writable.off('error', this.onError)
    writable.off('close', this.onClose)
    writable.off('drain', this.onProgress)
    writable.off('finish', this.onFinish)
    this.settle?.()
  }

  private until(done: () => boolean): void | Promise<void> {
    if (done()) return undefined
    return new Promise((resolve, reject) => {
      this.settle = () => {
        if (this.failure !== undefined) reject(this.failure)
        else if (done()) resolve()
      }
    })
  }

  private fail(failure: PatchcordError): void {
    if (this.failure !== undefined) return
    this.failure = failure
    if (this.settle === undefined) this.onFailure(failure)
    else this.settle()
  }

  private readonly onProgress = (): void => this.settle?.()

  private readonly onWritten = (error?: Error | null): void => {
    this.unwritten--
    if (error) this.fail(byteStreamError('written', error))
    else this.settle?.()
  }

  private readonly onError = (error: unknown): void => this.fail(byteStreamError('written', error))

  private readonly onFinish = (): void => {
    this.finished = true
    this.settle?.()
  }

  private readonly onClose = (): void => {
    if (this.finished) return
    this.fail(byteStreamClosed('written', 'the stream was closed before its end'))
  }
}

import type { Transform } from 'node:stream'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { type Item } from '../data/item.js'
import {
  detachItem,
  markDiscontinuity,
  memoryOf,
  releaseIfItem,
  releaseItem,
} from '../data/item-ownership.js'
import { inherit } from './inherit.js'
import { checkChoice, checkNumber } from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import type { AudioFormat } from '../format/audio-format.js'
import { liveOverflowPolicies } from '../queues/overflow-policy.js'
import { OverflowQueue } from '../queues/overflow-queue.js'
import {
  type AcceptedKind,
  formatMismatch,
  formatOf,
  hasFormat,
  isOfKind,
  wrongItem,
} from './item-check.js'
import type { DirectLink } from './direct-link.js'
import type { Lifecycle } from './lifecycle.js'
import type { ProcessorTraits } from './processor-options.js'
import type { ReadableGuard } from './readable-guard.js'
import { stageError } from './stage-error.js'

/** The writing end of a processor's output. @internal */
export interface OutputPort extends Transform {
  readonly name: string
}

/**
 * The output side of a processor: checks what goes out, carries losses and metadata on, counts,
 * and queues what is emitted when nobody has asked.
 *
 * @internal
 */
export class ProcessorOutput<Out extends Item> {
  format: AudioFormat | undefined
  /** Nothing may be emitted any more. */
  ended = false
  /** The link to the next stage of a run, in place of Node's queues. */
  direct: DirectLink<Out> | undefined
  private loss = false
  private late: OverflowQueue<Out> | undefined
  private sendingLate = false
  private lateDrained: (() => void) | undefined

  constructor(
    private readonly port: OutputPort,
    private readonly lifecycle: Lifecycle,
    private readonly guard: ReadableGuard,
    readonly emits: AcceptedKind,
    private readonly lateQueue: ProcessorTraits['lateQueue'],
    /** Outputs are made of the input under way and carry its particulars on. */
    public inherits: boolean,
  ) {}

  /** The next output is marked, or the end. */
  noteLoss(): void {
    this.loss = true
  }

  /** Whether a loss is still to be told. */
  get hasLoss(): boolean {
    return this.loss || this.late?.lossAtEnd === true
  }

  /** Whether what comes next may go out as it is. */
  get isCalm(): boolean {
    return !this.loss && !this.ended && this.late === undefined
  }

  /** Whether the stream has room for another item. */
  get hasRoom(): boolean {
    if (this.direct !== undefined) return this.direct.hasRoom
    return this.port.readableLength < this.port.readableHighWaterMark
  }

  /** Items that were emitted late and wait. */
  get queued(): number {
    return this.late?.length ?? 0
  }

  /** Sends an item downstream; `source` is the input it was made of. */
  pass(out: Out, source: Item | undefined): void {
    if (!isOfKind(out, this.emits)) {
      releaseIfItem(out)
      throw wrongItem(this.port.name, 'gives', this.emits, out)
    }
    if (this.port.destroyed) return releaseItem(out)
    const format = this.format as AudioFormat
    if (!hasFormat(out, format)) {
      releaseItem(out)
      throw formatMismatch(this.port.name, format, formatOf(out))
    }
    let next = out
    if (source !== undefined && source !== (out as Item) && this.inherits) {
      next = inherit(next, source)
    }
    if (this.loss) {
      this.loss = false
      next = markDiscontinuity(next)
    }
    const { counters } = this.lifecycle
    counters.itemsOut++
    counters.framesOut += next.frameCount
    if (this.guard.detaching) detachItem(next)
    if (this.direct !== undefined) this.direct.send(next)
    else this.port.push(next)
  }

  /**
   * Sends what one call emitted. The input's memory moves on with the last output that uses it;
   * outputs before that one share it; if none does, the input is released.
   */
  passAll(outputs: readonly Out[], source: Item, keepsInput: boolean, lossAfter?: number): void {
    const memory = keepsInput ? undefined : memoryOf(source)
    if (memory !== undefined) {
      const heirs = outputs.filter((out) => memoryOf(out) === memory) as unknown as AudioBuffer[]
      for (const heir of heirs.slice(0, -1)) heir.retain()
      if (heirs.length === 0) releaseItem(source)
    }
    this.passEach(outputs, source, lossAfter)
  }

  /** Sends items one after the other, with a loss noted after so many of them. */
  passEach(outputs: readonly Out[], source: Item | undefined, lossAfter?: number): void {
    let passed = 0
    try {
      for (const out of outputs) {
        if (passed === lossAfter) this.noteLoss()
        passed++
        this.pass(out, source)
      }
    } catch (error) {
      for (const out of outputs.slice(passed)) releaseIfItem(out)
      throw error
    }
    if (lossAfter !== undefined && lossAfter >= passed) this.noteLoss()
  }

  /** Takes an item that was emitted outside of any hook. */
  passLate(item: Out): void {
    if (item?.['~kind'] === undefined) throw wrongItem(this.port.name, 'gives', this.emits, item)
    if (this.port.destroyed) return releaseItem(item)
    if (this.ended) {
      releaseItem(item)
      throw new PatchcordError(
        'invalid-state',
        `${this.port.name} emitted an item after its end; emit it from flushItems()`,
        {
          details: { stage: this.port.name },
        },
      )
    }
    const late = (this.late ??= this.newLateQueue())
    try {
      late.offer(item)
    } catch (error) {
      this.port.destroy(error as Error)
      return
    }
    if (this.hasRoom) this.sendLate()
  }

  /**
   * Moves late items into the stream while a direct link has room, else one; `false` if none
   * waits. A loop, not a recursion: the next stage asks for more inside of it.
   */
  sendLate(): boolean {
    if (this.sendingLate) return this.queued > 0
    this.sendingLate = true
    let sent = this.sendOneLate()
    const any = sent
    while (sent && this.direct?.hasRoom === true) sent = this.sendOneLate()
    this.sendingLate = false
    return any
  }

  private sendOneLate(): boolean {
    const item = this.late?.take()
    if (item === undefined) return false
    try {
      this.pass(item, undefined)
    } catch (error) {
      // Nobody called who could be told.
      this.port.destroy(stageError(this.port.name, error))
      return true
    }
    if (this.queued > 0) return true
    this.lateDrained?.()
    this.lateDrained = undefined
    return true
  }

  /** Resolves when no late item waits any more. */
  lateSent(): Promise<void> | undefined {
    if (this.queued === 0) return undefined
    return new Promise((resolve) => {
      this.lateDrained = resolve
    })
  }

  /** Ends the output while the input goes on. */
  endEarly(): void {
    this.ended = true
    this.port.push(null)
    this.endDirect()
  }

  /** The output has ended: tells the next stage, and Node, for which nobody reads. */
  endDirect(): void {
    if (this.direct === undefined) return
    this.port.resume()
    this.direct.end()
  }

  /** Lets go of what waits. */
  clear(): void {
    if (!this.ended) this.direct?.clear()
    this.late?.clear()
    this.lateDrained?.()
  }

  private newLateQueue(): OverflowQueue<Out> {
    const { capacityItems, overflow } = this.lateQueue ?? {}
    return new OverflowQueue<Out>({
      capacityItems: checkNumber('lateQueue.capacityItems', capacityItems ?? 64, {
        min: 1,
        integer: true,
      }),
      overflow: checkChoice('lateQueue.overflow', overflow ?? 'drop-oldest', liveOverflowPolicies),
      name: this.port.name,
      onDrop: ({ items, frames }) => this.lifecycle.countDrop(items, frames, 'overflow'),
    })
  }
}

import type { Writable } from 'node:stream'
import type { Item } from '../data/item.js'
import { releaseItem } from '../data/item-ownership.js'
import type { StreamCallback } from './stream-callback.js'

/** A port that is fed without Node's queues. @internal */
export interface DirectTarget<T extends Item> {
  readonly port: Writable
  /** Takes an item and calls back when it is ready for the next. */
  accept(item: T, callback: StreamCallback): void
}

/**
 * Joins two ports of one run by plain calls. Node's streams would queue each item twice and wake
 * up through the microtask queue; that costs more than most stages do. Back-pressure is the same:
 * the stage before goes on when this one has called back.
 *
 * @internal
 */
export class DirectLink<T extends Item> {
  /** Items that may be under way in it before the stage before has to wait. */
  capacity = 1
  private readonly waiting: T[] = []
  private busy = false
  private calling = false
  private answered = false
  private ending = false
  private cut = false

  constructor(
    private readonly next: DirectTarget<T>,
    /** Told when there is room again. */
    private readonly onRoom: () => void,
  ) {}

  /** Whether another item may come. */
  get hasRoom(): boolean {
    return !this.busy || this.waiting.length + 1 < this.capacity
  }

  /** Whether nothing is under way in it, nor ever will be where it was cut. */
  get isIdle(): boolean {
    return !this.busy && !this.cut && !this.ending
  }

  /** Items that wait. */
  get queued(): number {
    return this.waiting.length
  }

  /** Hands an item over, or lets it wait until the next stage is ready. */
  send(item: T): void {
    if (this.cut) releaseItem(item)
    else if (this.busy) this.waiting.push(item)
    else this.hand(item)
  }

  /** Ends the next stage when it has taken everything. */
  end(): void {
    this.ending = true
    if (!this.busy) this.endNext()
  }

  /** Joins nothing any more. */
  clear(): void {
    this.cut = true
    for (const item of this.waiting.splice(0)) releaseItem(item)
  }

  /** A loop, not a recursion: a stage may answer thousands of items at once. */
  private hand(first: T): void {
    this.busy = true
    let item: T | undefined = first
    while (item !== undefined) {
      this.calling = true
      this.answered = false
      this.next.accept(item, this.onAnswer)
      this.calling = false
      if (!this.answered) return
      item = this.waiting.shift()
    }
    this.rest()
  }

  /** The next stage has failed. */
  fail(error: Error): void {
    this.clear()
    this.next.port.destroy(error)
  }

  private readonly onAnswer: StreamCallback = (error) => {
    if (error !== undefined && error !== null) {
      this.fail(error)
    } else if (this.calling) {
      this.answered = true
    } else {
      const item = this.waiting.shift()
      if (item === undefined) this.rest()
      else this.hand(item)
    }
  }

  private rest(): void {
    this.busy = false
    if (this.ending) this.endNext()
    else this.onRoom()
  }

  private endNext(): void {
    if (!this.cut) this.next.port.end()
  }
}

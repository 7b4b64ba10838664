import type { Item } from '../data/item.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { markDiscontinuity, releaseItem } from '../data/item-ownership.js'
import type { OverflowPolicy } from './overflow-policy.js'

/** Items that a queue had to let go. */
export interface QueueDrop {
  readonly items: number
  readonly frames: number
}

/** How an {@link OverflowQueue} is set up. */
export interface OverflowQueueOptions {
  readonly capacityItems: number
  readonly overflow: OverflowPolicy
  /** Named in the error of the policy `error`. */
  readonly name: string
  readonly onDrop: (drop: QueueDrop) => void
}

interface Entry<T> {
  readonly item: T
  lossBefore: boolean
}

/**
 * A bounded queue that never loses silently: each drop is reported, and the item that follows
 * the gap is marked.
 */
export class OverflowQueue<T extends Item> {
  private readonly entries: Entry<T>[] = []
  private pendingLoss = false
  private waiters: (() => void)[] = []

  constructor(private readonly options: OverflowQueueOptions) {}

  /** Items that wait. */
  get length(): number {
    return this.entries.length
  }

  /** Whether the next {@link OverflowQueue.offer} would meet a full queue. */
  get full(): boolean {
    return this.entries.length >= this.options.capacityItems
  }

  /** Whether something was lost after the last item that was accepted. */
  get lossAtEnd(): boolean {
    return this.pendingLoss
  }

  /**
   * Puts an item in; `false` if an item was dropped for it or it was dropped itself. With `block`
   * the item is always taken: whoever offers waits for {@link OverflowQueue.room} first.
   */
  offer(item: T): boolean {
    if (!this.full || this.options.overflow === 'block') {
      this.append(item)
      return true
    }
    switch (this.options.overflow) {
      case 'drop-newest':
        this.pendingLoss = true
        this.drop(item)
        return false
      case 'drop-oldest': {
        const oldest = this.entries.shift() as Entry<T>
        const next = this.entries[0]
        if (next === undefined) this.pendingLoss = true
        else next.lossBefore = true
        this.append(item)
        this.drop(oldest.item)
        return false
      }
      case 'error':
        releaseItem(item)
        throw new PatchcordError(
          'queue-overflow',
          `${this.options.name}: its queue of ${this.options.capacityItems} items is full; read faster, raise capacityItems, or choose another overflow policy`,
          { details: { stage: this.options.name, capacityItems: this.options.capacityItems } },
        )
    }
  }

  /** The next item, marked if something was lost before it; `undefined` when empty. */
  take(): T | undefined {
    const entry = this.entries.shift()
    if (entry === undefined) return undefined
    if (this.waiters.length > 0 && !this.full) this.wake()
    return entry.lossBefore ? markDiscontinuity(entry.item) : entry.item
  }

  /** Counts items that were lost before they reached the queue, such as while paused. */
  noteLoss(): void {
    this.pendingLoss = true
  }

  /** Resolves as soon as there is room. */
  room(): Promise<void> | undefined {
    if (!this.full) return undefined
    return new Promise((resolve) => this.waiters.push(resolve))
  }

  /** Releases everything that waits and lets waiting producers go on. */
  clear(): void {
    for (const { item } of this.entries.splice(0)) releaseItem(item)
    this.wake()
  }

  private append(item: T): void {
    this.entries.push({ item, lossBefore: this.pendingLoss })
    this.pendingLoss = false
  }

  private drop(item: T): void {
    const drop = { items: 1, frames: item.frameCount }
    releaseItem(item)
    this.options.onDrop(drop)
  }

  private wake(): void {
    const waiting = this.waiters
    this.waiters = []
    for (const resolve of waiting) resolve()
  }
}

import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Item } from '../data/item.js'
import { checkChoice, checkNumber } from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { type OverflowPolicy, overflowPolicies } from '../queues/overflow-policy.js'
import { OverflowQueue } from '../queues/overflow-queue.js'
import { releaseItem } from '../data/item-ownership.js'
import { AudioSource, type ReadResult } from './audio-source.js'
import type { PortOptions } from './port-options.js'
import type { PortStats } from './port-stats.js'

interface Inbox<T extends Item> {
  readonly queue: OverflowQueue<T>
  ended: boolean
  /** The run was stopped: what a producer still delivers is not its mistake. */
  endedFromOutside?: boolean
}

/** Options of a {@link PushSource}. */
export interface PushSourceOptions extends PortOptions {
  /**
   * Items that wait for the reader before the overflow policy applies.
   *
   * @defaultValue 32
   */
  readonly capacityItems?: number
  /**
   * What happens when a producer is faster than the reader.
   *
   * @defaultValue `'drop-oldest'`
   */
  readonly overflow?: OverflowPolicy
}

/**
 * A source whose producer hands items in when it has them: a device, a socket, an observable. A
 * bounded queue stands between it and the stream; what does not fit is dropped by the policy,
 * counted, raised as `drop` and marked on the item that follows.
 */
export abstract class PushSource<T extends Item = AudioBuffer> extends AudioSource<T> {
  /** @internal */
  readonly '~inbox': Inbox<T>

  constructor(options: PushSourceOptions = {}) {
    super(options)
    const queue = new OverflowQueue<T>({
      capacityItems: checkNumber('capacityItems', options.capacityItems ?? 32, {
        min: 1,
        integer: true,
        unit: 'items',
      }),
      overflow: checkChoice('overflow', options.overflow ?? 'drop-oldest', overflowPolicies),
      name: this.name,
      onDrop: ({ items, frames }) => {
        const { lifecycle, isGated } = this['~engine']
        lifecycle.countDrop(items, frames, isGated ? 'paused' : 'overflow')
      },
    })
    this['~inbox'] = { queue, ended: false }
  }

  /**
   * Hands an item in. Returns `false` if something was dropped for it. With the policy `error` a
   * full queue fails the source; with `block` wait for {@link PushSource.room} before.
   */
  protected deliverItem(item: T): boolean {
    const inbox = this['~inbox']
    if (this.destroyed || inbox.ended) {
      releaseItem(item)
      if (this.destroyed || inbox.endedFromOutside === true) return false
      throw new PatchcordError(
        'invalid-state',
        `${this.name} got an item after its end; deliver items before endItems()`,
        {
          details: { stage: this.name },
        },
      )
    }
    try {
      return inbox.queue.offer(item)
    } catch (error) {
      this.destroy(error as Error)
      return false
    } finally {
      this.itemReady()
    }
  }

  /** Resolves as soon as the queue has room, or the source is closed; `undefined` if it has room now. */
  protected room(): Promise<void> | undefined {
    return this.destroyed ? undefined : this['~inbox'].queue.room()
  }

  /** Records a loss: the next item that is delivered is marked, or the end if there is no next. */
  protected override noteLoss(): void {
    this['~inbox'].queue.noteLoss()
  }

  /** Says that no more items will come; those that wait are still read. */
  protected override endItems(): void {
    this['~inbox'].ended = true
    this.itemReady()
  }

  protected override readItem(): ReadResult<T> {
    const { queue, ended } = this['~inbox']
    const item = queue.take()
    if (item !== undefined) return item
    if (!ended) return undefined
    if (queue.lossAtEnd) super.noteLoss()
    return null
  }

  /** What went through so far; the queue depth counts what waits in the inbox too. */
  override stats(): PortStats {
    const stats = super.stats()
    return { ...stats, queueDepth: stats.queueDepth + this['~inbox'].queue.length }
  }

  /** @internal */
  override '~stopReading'(): void {
    this['~inbox'].endedFromOutside = true
    this.endItems()
  }

  /** @internal */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this['~inbox'].queue.clear()
    super._destroy(error, callback)
  }
}

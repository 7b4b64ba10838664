import type { Item } from '../data/item.js'
import type { AudioFormat } from '../format/audio-format.js'
import { PushSource, type PushSourceOptions } from '../ports/push-source.js'

/** The head of a branch: what `broadcast()` hands its copies to. @internal */
export class BranchSource extends PushSource<Item> {
  constructor(
    private readonly announced: AudioFormat,
    options: PushSourceOptions,
  ) {
    super(options)
  }

  protected open(): AudioFormat {
    return this.announced
  }

  /** Hands a copy in; the promise is there where the branch wants the producer to wait. */
  give(item: Item, waits: boolean): Promise<void> | undefined {
    this.deliverItem(item)
    return waits ? this.room() : undefined
  }

  /** What was lost before the branch is marked in it too. */
  markLoss(): void {
    this.noteLoss()
  }

  /** No more items. */
  finishGiving(): void {
    this.endItems()
  }
}

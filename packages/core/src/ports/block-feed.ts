import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Item } from '../data/item.js'
import { releaseItem } from '../data/item-ownership.js'
import type { Reblocker } from './reblocker.js'
import type { Working } from './working.js'

/**
 * Feeds a processor that asks for blocks of an exact size: one block after the other, however many
 * an input completes, each when the one before it is done.
 *
 * @internal
 */
export class BlockFeed<In extends Item> {
  /** The blocks of the input under way, and which of them is being processed. */
  private blocks: readonly In[] = []
  private current = 0

  constructor(
    private readonly reblocker: Reblocker,
    private readonly port: { readonly destroyed: boolean },
    private readonly process: (block: In) => Working,
  ) {}

  /** Takes an input in and has every block processed that it completes. */
  take(item: In): Working {
    if (this.reblocker.lets(item)) return this.process(item)
    const blocks: AudioBuffer[] = []
    this.reblocker.push(item as unknown as AudioBuffer, (block) => blocks.push(block))
    releaseItem(item)
    return this.processFrom(blocks as unknown as In[], 0)
  }

  /** Has the block processed that is not full. */
  flush(): Working {
    const blocks: AudioBuffer[] = []
    this.reblocker.flush((block) => blocks.push(block))
    return this.processFrom(blocks as unknown as In[], 0)
  }

  /** After a failure: lets go of the blocks that were not processed. */
  letGo(): void {
    for (const block of this.blocks.slice(this.current)) releaseItem(block)
    this.blocks = []
  }

  /** Lets go of the block that is not full. */
  clear(): void {
    this.reblocker.clear()
  }

  private processFrom(blocks: readonly In[], from: number): Working {
    this.blocks = blocks
    for (let index = from; index < blocks.length; index++) {
      this.current = index
      // Closed while a block was being processed: its hooks are called no more.
      if (this.port.destroyed) return this.letGo()
      const working = this.process(blocks[index] as In)
      if (working instanceof Promise) return working.then(() => this.processFrom(blocks, index + 1))
    }
    this.blocks = []
  }
}

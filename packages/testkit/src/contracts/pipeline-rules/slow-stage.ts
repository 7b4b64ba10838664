import { AudioProcessor, type Item, type PortOptions } from '@patchcord/core'

/** How long each item takes it. */
const itemMs = 20

/** A stage whose work is asynchronous and takes its time; nothing else is done. */
export class SlowStage extends AudioProcessor<Item> {
  constructor(options: PortOptions) {
    super({ name: 'slow', ...options, accepts: 'any', emits: 'any' })
  }

  protected async processItem(item: Item): Promise<Item> {
    await this.clock.sleep(itemMs)
    return item
  }
}

import { type AudioFormat, AudioSource, type Item, type PortOptions } from '@patchcord/core'

/** What stands before a subject: it gives items, and can lose the end of the stream. */
export class FeedSource extends AudioSource<Item> {
  private readonly queue: Iterator<Item>

  constructor(
    items: Iterable<Item>,
    private readonly announced: AudioFormat,
    options: PortOptions & { readonly losesTail?: boolean } = {},
  ) {
    const { losesTail = false, ...rest } = options
    super({ name: 'feed', ...rest })
    this.queue = items[Symbol.iterator]()
    this.losesTail = losesTail
  }

  private readonly losesTail: boolean

  protected open(): AudioFormat {
    return this.announced
  }

  protected readItem(): Item | null {
    const next = this.queue.next()
    if (next.done !== true) return next.value
    if (this.losesTail) this.noteLoss()
    return null
  }
}

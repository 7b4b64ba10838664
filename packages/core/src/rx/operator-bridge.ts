import type { Subscriber } from 'rxjs'
import { abortError } from '../clock/abort-error.js'
import type { Item } from '../data/item.js'
import type { AudioProcessor } from '../ports/audio-processor.js'
import { OverflowQueue } from '../queues/overflow-queue.js'
import type { BridgeOptions } from './bridge-options.js'
import { ownCopy } from './own-copy.js'

/**
 * Feeds a processor from an observable and a subscriber from the processor.
 *
 * @internal
 */
export class OperatorBridge<In extends Item, Out extends Item> {
  private readonly queue: OverflowQueue<In>
  private completed = false
  private pumping = false

  constructor(
    private readonly port: AudioProcessor<In, Out>,
    private readonly subscriber: Subscriber<Out>,
    options: Required<BridgeOptions>,
  ) {
    const { lifecycle } = port['~engine']
    const queue = new OverflowQueue<In>({
      ...options,
      name: port.name,
      onDrop: ({ items, frames }) => lifecycle.countDrop(items, frames, 'overflow'),
    })
    this.queue = queue
    // A loss after the last item is the processor's to tell.
    port['~linkUpstream']({
      format: undefined,
      get tailDiscontinuity() {
        return queue.lossAtEnd
      },
    })
    port.on('error', (error) => subscriber.error(error))
    port.on('end', () => subscriber.complete())
    port.on('close', () => {
      if (!port.readableEnded) subscriber.error(abortError(port.name))
    })
    port.on('drain', () => this.pump())
    port.on('data', (item: Out) => subscriber.next(item))
    // From the first read on Node passes on what is pushed without queueing it.
    port.read(0)
  }

  /** Takes an item in; what a synchronous processor makes of it goes out before this returns. */
  receive(item: In): void {
    try {
      this.queue.offer(ownCopy(item, this.port.name))
    } catch (error) {
      this.subscriber.error(error)
      return
    }
    this.pump()
  }

  /** No more items will come. */
  complete(): void {
    this.completed = true
    this.pump()
  }

  /** Closes the processor and lets go of what waits. */
  close(): void {
    this.queue.clear()
    void this.port.close()
  }

  private pump(): void {
    const { port, queue } = this
    if (this.pumping) return
    this.pumping = true
    while (queue.length > 0 && port.writableLength === 0 && !port.destroyed) {
      port.write(queue.take())
    }
    this.pumping = false
    if (this.completed && queue.length === 0 && !port.destroyed) port.end()
  }
}

import type { Item } from '../data/item.js'
import type { Lifecycle } from './lifecycle.js'
import type { ProcessorOutput } from './processor-output.js'
import { after } from './working.js'

/** The end of a processor's output while its input goes on. @internal */
export class EarlyEnd {
  /** Called once when the output has ended so. */
  onEnd: (() => void) | undefined
  private asked = false
  private busy = false

  constructor(
    private readonly output: Pick<ProcessorOutput<Item>, 'ended' | 'endEarly' | 'lateSent'>,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Ends the output: behind the input under way, else behind what was emitted and waits. */
  ask(): void {
    this.asked = true
    if (!this.busy) void after(this.output.lateSent(), () => void this.end())
  }

  /** An input comes. */
  inputBegins(): void {
    this.busy = true
  }

  /** It has become what it becomes; tells whether the output has ended with it. */
  inputEnds(): boolean {
    this.busy = false
    return this.asked && this.end()
  }

  private end(): boolean {
    // At the end of the input it ends by itself.
    if (this.output.ended || this.lifecycle.closed || this.lifecycle.state === 'draining') {
      return false
    }
    this.output.endEarly()
    this.onEnd?.()
    return true
  }
}

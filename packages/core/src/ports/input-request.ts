import type { StreamCallback } from './stream-callback.js'

/**
 * The request for the next input of a processor: made as soon as there is room for what it becomes.
 *
 * @internal
 */
export class InputRequest {
  private held: StreamCallback | undefined

  constructor(private readonly output: { readonly hasRoom: boolean }) {}

  /** Whether it waits for room. */
  get isHeld(): boolean {
    return this.held !== undefined
  }

  /** Makes it, now or when there is room. */
  make(callback: StreamCallback): void {
    if (this.output.hasRoom) callback()
    else this.held = callback
  }

  /** There is room. */
  release(): void {
    const { held } = this
    this.held = undefined
    held?.()
  }
}

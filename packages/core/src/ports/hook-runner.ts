import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Item } from '../data/item.js'
import { memoryOf, releaseIfItem, releaseItem } from '../data/item-ownership.js'
import type { Emit, ProcessResult } from './audio-processor.js'
import type { Lifecycle } from './lifecycle.js'
import type { ProcessorHooks } from './processor-hooks.js'
import type { ProcessorOutput } from './processor-output.js'
import type { Working } from './working.js'

/**
 * Calls the hooks of a processor that emit, and passes on what they give: together when a
 * synchronous hook has returned, so that it is known which output takes the input's memory along;
 * at once where the hook is asynchronous.
 *
 * @internal
 */
export class HookRunner<In extends Item, Out extends Item> {
  /** Whether a synchronous hook runs, whose emissions are collected until it returns. */
  private collecting = false
  private collected: Out[] | undefined
  /** How much a hook had emitted when it told of a loss. */
  private lossAfter: number | undefined
  /** Where emissions of an asynchronous hook go. */
  private direct: Emit<Out> | undefined

  constructor(
    private readonly hooks: ProcessorHooks<In, Out>,
    private readonly output: ProcessorOutput<Out>,
    private readonly lifecycle: Lifecycle,
    /** The processor keeps its inputs and releases them itself. */
    private readonly keepsInput: boolean,
  ) {}

  /** Notes a loss behind what was emitted so far. */
  noteLoss(): void {
    if (this.collecting) this.lossAfter = this.collected?.length ?? 0
    else this.output.noteLoss()
  }

  /** Has one item processed. */
  process(item: In): Working {
    const { timer } = this.lifecycle
    const timed = timer !== undefined && timer.due()
    const startedAt = timed ? performance.now() : 0
    this.collecting = true
    // No `try` here: V8 inlines a hook into this method, and optimises no loop of it inside of one.
    // Whoever catches what the hook throws lets go of what it had emitted.
    const result = this.hooks.processItem(item, this.emit)
    this.collecting = false
    if (result instanceof Promise) return this.processLater(item, result)
    if (timed) timer.add(performance.now() - startedAt)
    this.passResult(item, result)
  }

  private passResult(item: In, result: ProcessResult<Out>): void {
    const { collected, keepsInput } = this
    this.collected = undefined
    const lossAfter = this.takeLoss()
    if (collected === undefined) {
      if (lossAfter !== undefined) this.output.noteLoss()
      if ((result as Item | undefined | null) === item) return this.output.pass(result as Out, item)
      // The usual case, one in and one out, without a list.
      if (result === undefined || result === null) {
        if (!keepsInput) releaseItem(item)
        return
      }
      if (!keepsInput && memoryOf(result as Item) !== memoryOf(item)) releaseItem(item)
      this.output.pass(result, item)
      return
    }
    if (result !== undefined && result !== null) collected.push(result)
    this.output.passAll(collected, item, keepsInput, lossAfter)
  }

  private async processLater(item: In, pending: Promise<ProcessResult<Out>>): Promise<void> {
    // The base still holds the input: what shares it needs an owner of its own.
    const memory = this.keepsInput ? undefined : memoryOf(item)
    const send: Emit<Out> = (out) => {
      if (memory !== undefined && memoryOf(out) === memory) (out as unknown as AudioBuffer).retain()
      this.output.pass(out, item)
    }
    const early = this.collected ?? []
    this.collected = undefined
    this.direct = send
    try {
      for (let out = early.shift(); out !== undefined; out = early.shift()) send(out)
      const result = await pending
      this.passResult(item, result)
    } finally {
      this.direct = undefined
      for (const out of early) releaseIfItem(out)
    }
  }

  /** Has the processor emit what it still holds. */
  flush(): Working {
    this.collecting = true
    const flushing = this.hooks.flushItems(this.emit)
    this.collecting = false
    const { collected = [] } = this
    this.collected = undefined
    this.output.passEach(collected, undefined, this.takeLoss())
    if (!(flushing instanceof Promise)) return
    this.direct = (out) => this.output.pass(out, undefined)
    return flushing.finally(() => {
      this.direct = undefined
    })
  }

  /** After a hook threw: nothing half-done leaves the stage. */
  letGo(): void {
    this.collecting = false
    for (const out of this.collected ?? []) releaseIfItem(out)
    this.collected = undefined
    this.lossAfter = undefined
  }

  private takeLoss(): number | undefined {
    const { lossAfter } = this
    this.lossAfter = undefined
    return lossAfter
  }

  /** The `emit` that the hooks are given. */
  private readonly emit: Emit<Out> = (item) => {
    if (this.collecting) (this.collected ??= []).push(item)
    else if (this.direct !== undefined) this.direct(item)
    else this.output.passLate(item)
  }
}

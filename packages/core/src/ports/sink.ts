import type { ItemKind, ItemOf } from '../data/item.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { AudioSink } from './audio-sink.js'
import type { SinkOptions } from './sink-options.js'

/** Options of {@link sink}. */
export interface SinkFunctionOptions<Kind extends ItemKind> extends Omit<SinkOptions, 'accepts'> {
  /**
   * The kind of item the function takes.
   *
   * @defaultValue `'audio'`
   */
  readonly accepts?: Kind
  /** Told the format before the first item, and again when it changes. */
  readonly open?: (format: AudioFormat) => void | Promise<void>
  /** Called after the last item. */
  readonly finish?: () => void | Promise<void>
}

class FunctionSink<Kind extends ItemKind> extends AudioSink<ItemOf<Kind>> {
  constructor(
    private readonly work: (item: ItemOf<Kind>) => void | Promise<void>,
    private readonly hooks: SinkFunctionOptions<Kind>,
  ) {
    super({ name: 'sink', ...hooks })
  }

  protected override open(format: AudioFormat): void | Promise<void> {
    return this.hooks.open?.(format)
  }

  protected override changeFormat(_from: AudioFormat, to: AudioFormat): void | Promise<void> {
    return this.hooks.open?.(to)
  }

  protected writeItem(item: ItemOf<Kind>): void | Promise<void> {
    return this.work(item)
  }

  protected override finish(): void | Promise<void> {
    return this.hooks.finish?.()
  }
}

/**
 * A sink made of a function that is called with every item. The item is released afterwards:
 * copy what you keep, or pass `retains: true`.
 *
 * @example
 * ```ts
 * import { pipeline, sink, wavFileSource } from '@patchcord/core'
 *
 * const speaker = sink((buffer) => console.log(buffer.position, buffer.frameCount)) // 0 16384, ...
 * await pipeline(wavFileSource('input.wav'), speaker).finished
 * ```
 */
export function sink<Kind extends ItemKind = 'audio'>(
  take: (item: ItemOf<Kind>) => void | Promise<void>,
  options: SinkFunctionOptions<Kind> = {},
): AudioSink<ItemOf<Kind>> {
  if (typeof take !== 'function') throw invalidOption('sink', 'a function of an item', take)
  return new FunctionSink<Kind>(take, options)
}

import type { AudioBuffer } from '../data/audio-buffer.js'
import { type Item, type ItemKind, type ItemOf, kindOf } from '../data/item.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { AudioProcessor, type Emit, type ProcessResult } from './audio-processor.js'
import type { ProcessorOptions } from './processor-options.js'

/** What {@link processor} is given: one item in; return one, none, or emit several. */
export type ProcessFunction<In extends Item, Out extends Item> = (
  item: In,
  emit: Emit<Out>,
) => ProcessResult<Out> | Promise<ProcessResult<Out>>

/** Options of {@link processor}. */
export interface ProcessorFunctionOptions<In extends ItemKind, Out extends ItemKind> extends Omit<
  ProcessorOptions,
  'accepts' | 'emits'
> {
  /**
   * The kind of item the function takes.
   *
   * @defaultValue `'audio'`
   */
  readonly accepts?: In
  /**
   * The kind of item the function gives.
   *
   * @defaultValue that of `accepts`
   */
  readonly emits?: Out
  /** Told the format that comes in; returns the one that goes out. */
  readonly configure?: (input: AudioFormat) => AudioFormat
  /**
   * The function does not change the samples of its input. Where it does (the default), and
   * another owner holds the same memory, it is given a copy.
   *
   * @defaultValue false
   */
  readonly readsOnly?: boolean
  /** Emits what the function still holds: at the end, and before a format change. */
  readonly flush?: (emit: Emit<ItemOf<Out>>) => void | Promise<void>
}

class FunctionProcessor<In extends ItemKind, Out extends ItemKind> extends AudioProcessor<
  ItemOf<In>,
  ItemOf<Out>
> {
  constructor(
    private readonly work: ProcessFunction<ItemOf<In>, ItemOf<Out>>,
    private readonly hooks: ProcessorFunctionOptions<In, Out>,
  ) {
    super({ name: work.name === '' ? 'processor' : work.name, ...hooks })
  }

  protected override configure(input: AudioFormat): AudioFormat {
    return this.hooks.configure?.(input) ?? input
  }

  protected processItem(
    item: ItemOf<In>,
    emit: Emit<ItemOf<Out>>,
  ): ProcessResult<ItemOf<Out>> | Promise<ProcessResult<ItemOf<Out>>> {
    return this.work(this.hooks.readsOnly === true ? item : this.ownCopy(item), emit)
  }

  private ownCopy(item: ItemOf<In>): ItemOf<In> {
    if (kindOf(item) !== 'audio' || !(item as AudioBuffer).shared) return item
    return this.pool.copyOf(item as AudioBuffer) as ItemOf<In>
  }

  protected override flushItems(emit: Emit<ItemOf<Out>>): void | Promise<void> {
    return this.hooks.flush?.(emit)
  }
}

/**
 * A processor made of a function. It owns its input: it may change it in place and return it,
 * return another item, return nothing, or `emit` several. Where others hold the same memory it is
 * given a copy, unless it `readsOnly`.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, pipeline, processor, sink } from '@patchcord/core'
 *
 * const half = processor((buffer) => {
 *   for (let index = 0; index < buffer.samples.length; index++) buffer.samples[index]! *= 0.5
 *   return buffer
 * })
 *
 * const one = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: Float32Array.of(0.5) })
 * await pipeline(bufferSource([one]), half, sink((buffer) => console.log(buffer.samples[0]))).finished // 0.25
 * ```
 */
export function processor<In extends ItemKind = 'audio', Out extends ItemKind = In>(
  work: ProcessFunction<ItemOf<In>, ItemOf<Out>>,
  options: ProcessorFunctionOptions<In, Out> = {},
): AudioProcessor<ItemOf<In>, ItemOf<Out>> {
  if (typeof work !== 'function') throw invalidOption('processor', 'a function of an item', work)
  return new FunctionProcessor(work, options)
}

/**
 * A processor that only looks: every item passes untouched, after the function has seen it. The
 * function must neither change nor keep the item.
 *
 * @example
 * ```ts
 * import { pipeline, sink, tap, wavFileSource } from '@patchcord/core'
 *
 * let frames = 0
 * await pipeline(wavFileSource('input.wav'), tap((buffer) => void (frames += buffer.frameCount)), sink(() => {})).finished
 * console.log(frames) // 48000
 * ```
 */
export function tap<Kind extends ItemKind = 'audio'>(
  look: (item: ItemOf<Kind>) => void,
  options: Omit<
    ProcessorFunctionOptions<Kind, Kind>,
    'emits' | 'configure' | 'flush' | 'readsOnly'
  > = {},
): AudioProcessor<ItemOf<Kind>, ItemOf<Kind>> {
  if (typeof look !== 'function') throw invalidOption('tap', 'a function of an item', look)
  return processor<Kind, Kind>(
    (item) => {
      look(item)
      return item
    },
    { name: 'tap', ...options, readsOnly: true },
  )
}

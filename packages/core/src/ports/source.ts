import { AudioSource, type ReadResult } from './audio-source.js'
import { invalidOption } from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { type Item, kindOf } from '../data/item.js'
import type { AudioFormat } from '../format/audio-format.js'
import { formatOf, wrongItem } from './item-check.js'
import type { PortOptions } from './port-options.js'

/** Options of {@link source}. */
export interface IterableSourceOptions extends PortOptions {
  /**
   * The format of the items. Where it is absent the first item tells, so that an empty iterable
   * without a format is an error.
   */
  readonly format?: AudioFormat
}

class IterableSource<T extends Item> extends AudioSource<T> {
  private cursor: Iterator<T> | AsyncIterator<T> | undefined
  private inNext = false
  private firstResult: IteratorResult<T> | undefined

  constructor(
    private readonly iterable: Iterable<T> | AsyncIterable<T>,
    private readonly givenFormat: AudioFormat | undefined,
    options: PortOptions,
  ) {
    super(options)
  }

  protected open(): AudioFormat | Promise<AudioFormat> {
    this.cursor =
      Symbol.asyncIterator in this.iterable
        ? this.iterable[Symbol.asyncIterator]()
        : this.iterable[Symbol.iterator]()
    if (this.givenFormat !== undefined) return this.givenFormat
    const first = this.next()
    return first instanceof Promise
      ? first.then((result) => this.learnFormat(result))
      : this.learnFormat(first)
  }

  protected readItem(): ReadResult<T> | Promise<ReadResult<T>> {
    const { firstResult } = this
    if (firstResult !== undefined) {
      this.firstResult = undefined
      return valueOf(firstResult)
    }
    const next = this.next()
    return next instanceof Promise ? next.then(valueOf) : valueOf(next)
  }

  protected override async teardown(): Promise<void> {
    // A generator that closes its own run can only return once it has come back.
    if (this.inNext) await Promise.resolve()
    await this.cursor?.return?.()
  }

  private next(): IteratorResult<T> | Promise<IteratorResult<T>> {
    this.inNext = true
    try {
      return (this.cursor as Iterator<T> | AsyncIterator<T>).next()
    } finally {
      this.inNext = false
    }
  }

  private learnFormat(result: IteratorResult<T>): AudioFormat {
    if (result.done === true) {
      throw new PatchcordError(
        'invalid-option',
        'an empty iterable does not tell a format; pass one: source(items, { format: { sampleRate, channelCount } })',
      )
    }
    if (kindOf(result.value) === undefined) throw wrongItem(this.name, 'gives', 'any', result.value)
    this.firstResult = result
    return formatOf(result.value)
  }
}

function valueOf<T>(result: IteratorResult<T>): T | null {
  return result.done === true ? null : result.value
}

/**
 * A source of the items of an iterable: an array, a generator, an async generator. Items are
 * pulled one at a time, as they are wanted; leaving early calls the iterator's `return`.
 *
 * @example
 * ```ts
 * import { AudioBuffer, pipeline, sink, source } from '@patchcord/core'
 *
 * function* silence() {
 *   for (let position = 0; position < 48_000; position += 480) {
 *     yield new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples: new Float32Array(480), position })
 *   }
 * }
 *
 * const { frames } = await pipeline(source(silence()), sink(() => {})).finished
 * console.log(frames) // 48000
 * ```
 */
export function source<T extends Item = AudioBuffer>(
  items: Iterable<T> | AsyncIterable<T>,
  options: IterableSourceOptions = {},
): AudioSource<T> {
  if (
    typeof items !== 'object' ||
    items === null ||
    !(Symbol.iterator in items || Symbol.asyncIterator in items)
  ) {
    throw invalidOption('items', 'an iterable or async iterable of items', items)
  }
  const { format, ...portOptions } = options
  return new IterableSource<T>(items, format, { name: 'source', ...portOptions })
}

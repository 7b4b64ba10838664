import { type Observable, Subject, from, takeUntil } from 'rxjs'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Item } from '../data/item.js'
import { checkKnownOptions } from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { type AudioFormat, checkFormat } from '../format/audio-format.js'
import type { AudioSource, ReadResult } from '../ports/audio-source.js'
import { formatOf } from '../ports/item-check.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import { PushSource } from '../ports/push-source.js'
import { type BridgeOptions, checkBridgeOptions } from './bridge-options.js'
import { ownCopy } from './own-copy.js'

/** Options of {@link fromObservable}. */
export interface FromObservableOptions extends PortOptions, BridgeOptions {
  /**
   * The format of the items. Where it is absent the first item tells, so that an empty observable
   * without a format is an error.
   */
  readonly format?: AudioFormat
}

class ObservableSource<T extends Item> extends PushSource<T> {
  private readonly stopped = new Subject<void>()
  private learned: AudioFormat | undefined
  private failure: unknown
  private failed = false
  /** Waits for the first item to tell the format. */
  private opening: { resolve(format: AudioFormat): void; reject(error: unknown): void } | undefined

  constructor(
    private readonly observable: Observable<T>,
    private readonly givenFormat: AudioFormat | undefined,
    options: PortOptions & Required<BridgeOptions>,
  ) {
    super({ name: 'fromObservable', ...options })
  }

  protected open(): AudioFormat | Promise<AudioFormat> {
    this.learned = this.givenFormat
    from(this.observable)
      .pipe(takeUntil(this.stopped))
      .subscribe({
        next: (item) => this.receive(item),
        error: (error: unknown) => this.fail(error),
        complete: () => this.finish(),
      })
    if (this.learned !== undefined) return this.learned
    if (this.failed) throw this.failure
    return new Promise((resolve, reject) => {
      this.opening = { resolve, reject }
    })
  }

  protected override readItem(): ReadResult<T> {
    const item = super.readItem()
    if (item === null && this.failed) throw this.failure
    return item
  }

  /** Unsubscribes at once, also while the observable is emitting. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.stopped.next()
    super._destroy(error, callback)
  }

  private receive(item: T): void {
    let own: T
    try {
      own = ownCopy(item, this.name, this.pool)
    } catch (error) {
      this.stopped.next()
      this.fail(error)
      return
    }
    if (this.learned === undefined) {
      this.learned = formatOf(own)
      this.opening?.resolve(this.learned)
    }
    this.deliverItem(own)
  }

  /** What came before the error is still read. */
  private fail(error: unknown): void {
    this.failed = true
    this.failure = error
    this.opening?.reject(error)
    this.endItems()
  }

  private finish(): void {
    if (this.destroyed || this.failed) return
    if (this.learned !== undefined) return this.endItems()
    this.fail(
      new PatchcordError(
        'invalid-option',
        'an empty observable does not tell a format; pass one: fromObservable(items, { format: { sampleRate, channelCount } })',
      ),
    )
  }
}

/**
 * A source of the items of an observable, which is subscribed to when the source is opened.
 *
 * An observable cannot be asked to wait: a bounded queue stands between it and the stream (options
 * `capacityItems`, `overflow`). Others may hold the items that it emits, so each is copied, to
 * memory of the pool. Items that came before an error are read before it fails the source; closing
 * the source unsubscribes.
 *
 * @throws PatchcordError (while it runs) `queue-overflow` with the policy `error`, `wrong-item` for
 * what is neither a buffer nor a packet
 *
 * @example
 * ```ts
 * import { pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
 * import { fromObservable, toObservable } from '@patchcord/core/rx'
 * import { filter } from 'rxjs'
 *
 * const loud = toObservable(() => wavFileSource('input.wav')).pipe(
 *   filter((buffer) => buffer.samples.some((sample) => Math.abs(sample) > 0.01)),
 * )
 * const format = { sampleRate: 48_000, channelCount: 2 }
 * await pipeline(fromObservable(loud, { format, capacityItems: 100 }), wavFileSink('loud.wav')).finished
 * ```
 */
export function fromObservable<T extends Item = AudioBuffer>(
  observable: Observable<T>,
  options: FromObservableOptions = {},
): AudioSource<T> {
  checkKnownOptions('fromObservable', options, [
    ...portOptionNames,
    'capacityItems',
    'overflow',
    'format',
  ])
  const { format, ...portOptions } = options
  if (format !== undefined) checkFormat(format)
  return new ObservableSource(observable, format, {
    ...portOptions,
    ...checkBridgeOptions(options),
  })
}

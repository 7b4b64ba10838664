import { Observable, type OperatorFunction, takeWhile } from 'rxjs'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Item } from '../data/item.js'
import { checkKnownOptions, invalidOption } from '../errors/option-checks.js'
import type { AudioProcessor } from '../ports/audio-processor.js'
import { type BridgeOptions, checkBridgeOptions } from './bridge-options.js'
import { OperatorBridge } from './operator-bridge.js'

/** Options of {@link asOperator}. */
export interface AsOperatorOptions extends BridgeOptions {}

/**
 * Makes an RxJS operator of a processor. It takes a factory, because a processor lives once: each
 * subscriber gets one of its own. For several processors use several operators.
 *
 * What a synchronous processor makes of an item (all built-in ones are) is emitted at once, before
 * the observable goes on, so that nothing waits and nothing is lost, however fast it emits. Behind
 * a processor that takes its time items wait in a bounded queue (options `capacityItems`,
 * `overflow`); drops are counted and raised by the processor. Items are copied on their way in,
 * because others may hold them, and are the subscriber's for good when they come out. Completion
 * flushes the processor and follows a turn of the event loop later. Errors cross as they are;
 * unsubscribing closes the processor.
 *
 * @example
 * ```ts
 * import { gain, wavFileSource } from '@patchcord/core'
 * import { asOperator, toObservable } from '@patchcord/core/rx'
 * import { lastValueFrom } from 'rxjs'
 *
 * const louder = toObservable(() => wavFileSource('input.wav')).pipe(asOperator(() => gain({ gainDb: 6 })))
 * const last = await lastValueFrom(louder)
 * console.log(last.position + last.frameCount) // 48000
 * ```
 */
export function asOperator<In extends Item = AudioBuffer, Out extends Item = In>(
  factory: () => AudioProcessor<In, Out>,
  options: AsOperatorOptions = {},
): OperatorFunction<In, Out> {
  if (typeof factory !== 'function') {
    throw invalidOption('asOperator', 'given a function that makes a processor', factory)
  }
  checkKnownOptions('asOperator', options, ['capacityItems', 'overflow'])
  const settings = checkBridgeOptions(options)
  return (source) =>
    new Observable<Out>((subscriber) => {
      const port = factory()
      if (!isProcessor(port)) {
        throw invalidOption('asOperator', 'given a function that makes a processor', port)
      }
      const bridge = new OperatorBridge(port, subscriber, settings)
      subscriber.add(() => bridge.close())
      // An observable that emits while it is subscribed to can be stopped in no other way.
      const wanted = source.pipe(takeWhile(() => !subscriber.closed))
      subscriber.add(
        wanted.subscribe({
          next: (item) => bridge.receive(item),
          error: (error: unknown) => subscriber.error(error),
          complete: () => bridge.complete(),
        }),
      )
    })
}

function isProcessor(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    '~engine' in value &&
    'readableFlowing' in value &&
    'writableLength' in value
  )
}

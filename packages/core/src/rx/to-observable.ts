import { Observable } from 'rxjs'
import { abortError } from '../clock/abort-error.js'
import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Item } from '../data/item.js'
import { invalidOption } from '../errors/option-checks.js'
import { type ItemReadable, closeChain, portChain } from './port-chain.js'

/**
 * Reads a source as an observable. It takes a factory, because a source lives once and an
 * observable may be subscribed to several times: each subscriber gets a source of its own. The
 * factory may also return the last processor of a chain that is joined by `pipe()`.
 *
 * Nothing is opened before a subscription. Items come as fast as the source gives them, and those
 * that pass are the subscriber's for good: they are taken out of their pool. An error of any port
 * of the chain is the observable's; unsubscribing closes them all. A source that is closed by
 * somebody else before its end gives the error `aborted`.
 *
 * @example
 * ```ts
 * import { gain, wavFileSource } from '@patchcord/core'
 * import { toObservable } from '@patchcord/core/rx'
 * import { lastValueFrom, map, reduce } from 'rxjs'
 *
 * const quiet = toObservable(() => wavFileSource('input.wav').pipe(gain({ gainDb: -6 })))
 * const frames = quiet.pipe(map((buffer) => buffer.frameCount), reduce((sum, count) => sum + count, 0))
 * console.log(await lastValueFrom(frames)) // 48000
 * ```
 */
export function toObservable<T extends Item = AudioBuffer>(
  factory: () => ItemReadable<T>,
): Observable<T> {
  if (typeof factory !== 'function') {
    throw invalidOption('toObservable', 'given a function that makes a source', factory)
  }
  return new Observable<T>((subscriber) => {
    const port = factory()
    const chain = portChain(port)
    let ended = false
    subscriber.add(() => closeChain(chain))
    for (const link of chain) {
      link.on('error', (error) => subscriber.error(error))
      link.on('close', () => {
        if (!ended && !link.readableEnded) subscriber.error(abortError(link.name))
      })
    }
    port.on('end', () => {
      ended = true
      subscriber.complete()
    })
    port.on('data', (item: T) => subscriber.next(item))
  })
}

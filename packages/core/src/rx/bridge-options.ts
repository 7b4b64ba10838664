import { checkChoice, checkNumber } from '../errors/option-checks.js'
import { type LiveOverflowPolicy, liveOverflowPolicies } from '../queues/overflow-policy.js'

/**
 * The queue between an observable and a stream. An observable cannot be asked to wait, so the
 * queue is bounded and says what happens when it is full.
 */
export interface BridgeOptions {
  /**
   * Items that wait before the overflow policy applies: 1 or more.
   *
   * @defaultValue 32
   */
  readonly capacityItems?: number
  /**
   * What happens when the observable is faster than the reader: the stream fails
   * (`queue-overflow`), or items are dropped, counted, raised as `drop` and marked.
   *
   * @defaultValue `'error'`, so that nothing is lost unless that is wanted; live audio wants
   * `'drop-oldest'`
   */
  readonly overflow?: LiveOverflowPolicy
}

/** Checks the options at the door. @internal */
export function checkBridgeOptions(options: BridgeOptions): Required<BridgeOptions> {
  const { capacityItems = 32, overflow = 'error' } = options
  checkNumber('capacityItems', capacityItems, { min: 1, integer: true, unit: 'items' })
  checkChoice('overflow', overflow, liveOverflowPolicies)
  return { capacityItems, overflow }
}

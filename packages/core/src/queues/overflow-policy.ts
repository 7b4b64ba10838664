/**
 * What a bounded queue does when it is full.
 *
 * - `block`: the producer waits (only where it can: a device and an observable cannot)
 * - `drop-oldest`: the item that waited longest is dropped: freshest audio, for live links
 * - `drop-newest`: the new item is dropped: what was accepted is kept, for recordings
 * - `error`: the port fails with `queue-overflow`
 *
 * Every drop is counted, raised as a `drop` event, and marked by `discontinuity` on the next
 * item, or on the end if there is no next.
 */
export type OverflowPolicy = 'block' | 'drop-oldest' | 'drop-newest' | 'error'

/** The policies of producers that cannot wait. */
export type LiveOverflowPolicy = Exclude<OverflowPolicy, 'block'>

/** All policies, for checks. */
export const overflowPolicies: readonly OverflowPolicy[] = [
  'block',
  'drop-oldest',
  'drop-newest',
  'error',
]

/** The policies of producers that cannot wait, for checks. */
export const liveOverflowPolicies: readonly LiveOverflowPolicy[] = [
  'drop-oldest',
  'drop-newest',
  'error',
]

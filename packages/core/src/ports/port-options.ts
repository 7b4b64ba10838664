import type { Clock } from '../clock/clock.js'
import { systemClock } from '../clock/system-clock.js'
import type { BufferPool } from '../data/buffer-pool.js'
import { checkNumber, invalidOption } from '../errors/option-checks.js'

/** What every port can be told. */
export interface PortOptions {
  /**
   * How the port is called in reports and errors.
   *
   * @defaultValue the name of the factory or class
   */
  readonly name?: string
  /**
   * The clock of its waits and timeouts.
   *
   * @defaultValue the pipeline's, else `systemClock`
   */
  readonly clock?: Clock
  /** Closes the port when it fires. */
  readonly signal?: AbortSignal
  /**
   * Where its buffers come from.
   *
   * @defaultValue the pipeline's, else one of its own
   */
  readonly pool?: BufferPool
  /**
   * Items that Node queues on each side of the port. A `pipeline()` joins its stages without these
   * queues: there `latencyMs` says how much may be under way.
   *
   * @defaultValue 1, because Node's 16 would hold more than a second of live audio in a chain of five
   */
  readonly highWaterMark?: number
}

/** The names of {@link PortOptions}, for factories that reject unknown options. */
export const portOptionNames: readonly (keyof PortOptions)[] = [
  'name',
  'clock',
  'signal',
  'pool',
  'highWaterMark',
]

/** Checks the options that all ports share. @internal */
export function checkPortOptions(options: PortOptions): void {
  const { name, signal, highWaterMark, clock } = options
  if (name !== undefined && (typeof name !== 'string' || name === ''))
    throw invalidOption('name', 'a non-empty string', name)
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidOption('signal', 'an AbortSignal', signal)
  if (clock !== undefined && clock !== systemClock && typeof clock.schedule !== 'function') {
    throw invalidOption('clock', 'a Clock', clock)
  }
  if (highWaterMark !== undefined)
    checkNumber('highWaterMark', highWaterMark, { min: 1, integer: true, unit: 'items' })
}

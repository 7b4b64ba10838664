import type { Clock } from '../clock/clock.js'
import type { BufferPool } from '../data/buffer-pool.js'
import { checkKnownOptions, checkNumber, invalidOption } from '../errors/option-checks.js'

/** Options of `pipeline()`. */
export interface PipelineOptions {
  /**
   * How the run is called in errors and on the diagnostics channel.
   *
   * @defaultValue `'pipeline'`
   */
  readonly name?: string
  /** Aborts the run: `finished` rejects with `aborted`. */
  readonly signal?: AbortSignal
  /**
   * The clock of stages that were given none.
   *
   * @defaultValue `systemClock`
   */
  readonly clock?: Clock
  /**
   * The pool of stages that were given none.
   *
   * @defaultValue one for the run
   */
  readonly pool?: BufferPool
  /**
   * How much audio may wait in the queues between the stages, in milliseconds. Deeper queues ride
   * out jitter in the event loop.
   *
   * @defaultValue one item for each queue
   */
  readonly latencyMs?: number
  /**
   * After this long without any item moving the run raises `stalled`, in milliseconds.
   *
   * @defaultValue no watchdog
   */
  readonly stallTimeoutMs?: number
}

const names = ['name', 'signal', 'clock', 'pool', 'latencyMs', 'stallTimeoutMs'] as const

/** Checks the options of a pipeline. @internal */
export function checkPipelineOptions(options: PipelineOptions): PipelineOptions {
  checkKnownOptions('pipeline', options, names)
  const { signal, latencyMs, stallTimeoutMs, name } = options
  if (name !== undefined && (typeof name !== 'string' || name === ''))
    throw invalidOption('name', 'a non-empty string', name)
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidOption('signal', 'an AbortSignal', signal)
  if (latencyMs !== undefined) checkNumber('latencyMs', latencyMs, { min: 0, unit: 'ms' })
  if (stallTimeoutMs !== undefined)
    checkNumber('stallTimeoutMs', stallTimeoutMs, { min: 0, aboveMin: true, unit: 'ms' })
  return options
}

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
   * How much audio may be under way in the links between the stages together, in milliseconds. More
   * rides out stages that stutter. The length of the first item tells how many items that is.
   *
   * @defaultValue one item in each link
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

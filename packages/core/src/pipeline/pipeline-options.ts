import type { Clock } from '../clock/clock.js'
import type { BufferPool } from '../data/buffer-pool.js'
import {
  checkChoice,
  checkKnownOptions,
  checkNumber,
  invalidOption,
} from '../errors/option-checks.js'
import type { BackendChoice, KernelChoice } from '../kernels/kernel-choice.js'

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
   * rides out stages that stutter. The length of the first item tells how many items that is. A run
   * that the backend executes as a whole has no links.
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
  /**
   * What executes the kernels of stages that were given no backend of their own: TypeScript
   * (`'js'`), or Rust, from the package `@patchcord/devices-native` (`'native'`: the run fails with
   * `backend-missing` where that is not usable; `'auto'`: TypeScript then, and the report says why).
   *
   * @defaultValue `'auto'`
   */
  readonly backend?: BackendChoice
  /**
   * Whether neighbouring kernels are executed by one call for each buffer, where their backend can,
   * and a run of kernels alone from WAV file to WAV file on a thread of its own from begin to end.
   * It is faster; all else is the same.
   *
   * @defaultValue true
   */
  readonly fuse?: boolean
}

const names = [
  'name',
  'signal',
  'clock',
  'pool',
  'latencyMs',
  'stallTimeoutMs',
  'backend',
  'fuse',
] as const

/** Checks the options of a pipeline. @internal */
export function checkPipelineOptions(options: PipelineOptions): PipelineOptions {
  checkKnownOptions('pipeline', options, names)
  const { signal, latencyMs, stallTimeoutMs, name, backend, fuse } = options
  if (name !== undefined && (typeof name !== 'string' || name === ''))
    throw invalidOption('name', 'a non-empty string', name)
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidOption('signal', 'an AbortSignal', signal)
  if (latencyMs !== undefined) checkNumber('latencyMs', latencyMs, { min: 0, unit: 'ms' })
  if (stallTimeoutMs !== undefined)
    checkNumber('stallTimeoutMs', stallTimeoutMs, { min: 0, aboveMin: true, unit: 'ms' })
  if (backend !== undefined) checkChoice('backend', backend, ['js', 'native', 'auto'])
  if (fuse !== undefined && typeof fuse !== 'boolean')
    throw invalidOption('fuse', 'true or false', fuse)
  return options
}

/** How a run executes its kernels. @internal */
export function kernelChoiceOf({ backend = 'auto', fuse = true }: PipelineOptions): KernelChoice {
  return { backend, fuse }
}

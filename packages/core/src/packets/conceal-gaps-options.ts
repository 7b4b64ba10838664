import { checkChoice, checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'

/**
 * How a gap is filled.
 *
 * - `'repeat'`: the last pitch period (2.5 to 15 ms, found by correlation) is repeated and fades
 *   out over `maxGapMs`: short gaps in speech and music are hardly heard
 * - `'fade'`: the last `fadeMs` are played backwards and fade out over `fadeMs`; then silence
 */
export type ConcealStrategy = 'repeat' | 'fade'

/** Options of {@link concealGaps}. */
export interface ConcealGapsOptions extends PortOptions {
  /** @defaultValue `'repeat'` */
  readonly strategy?: ConcealStrategy
  /**
   * How long the received audio takes to fade in after a gap, and with `'fade'` the audio before
   * it to fade out: 0.1 to 100 ms.
   *
   * @defaultValue 5
   */
  readonly fadeMs?: number
  /**
   * How long `'repeat'` goes on before it has faded out; the rest of a longer gap is silent. 1 to
   * 1000 ms.
   *
   * @defaultValue 60
   */
  readonly maxGapMs?: number
  /**
   * The longest gap that is filled at all, so that nobody can make the output endless by one
   * position: 0 to 600 000 ms. A longer one stays in the timeline: the buffer after it is faded
   * in and marked `discontinuity`.
   *
   * @defaultValue 10 000
   */
  readonly maxFillMs?: number
  /**
   * Where the output begins, in frames: with 0, audio that is missing at the beginning is filled
   * with silence.
   *
   * @defaultValue the position of the first buffer
   */
  readonly startPosition?: number
}

/** The options with their defaults. @internal */
export interface CheckedConcealGapsOptions {
  readonly strategy: ConcealStrategy
  readonly fadeMs: number
  readonly maxGapMs: number
  readonly maxFillMs: number
  readonly startPosition: number | undefined
}

const names = [...portOptionNames, 'strategy', 'fadeMs', 'maxGapMs', 'maxFillMs', 'startPosition']

/** Checks the options at the door. @internal */
export function checkConcealGapsOptions(options: ConcealGapsOptions): CheckedConcealGapsOptions {
  checkKnownOptions('concealGaps', options, names)
  const { strategy = 'repeat', fadeMs = 5, maxGapMs = 60, maxFillMs = 10_000 } = options
  checkChoice('strategy', strategy, ['repeat', 'fade'])
  checkNumber('fadeMs', fadeMs, { min: 0.1, max: 100, unit: 'ms' })
  checkNumber('maxGapMs', maxGapMs, { min: 1, max: 1000, unit: 'ms' })
  checkNumber('maxFillMs', maxFillMs, { min: 0, max: 600_000, unit: 'ms' })
  const { startPosition } = options
  if (startPosition !== undefined)
    checkNumber('startPosition', startPosition, { min: 0, integer: true, unit: 'frames' })
  return { strategy, fadeMs, maxGapMs, maxFillMs, startPosition }
}

import { checkChoice, checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import { type AudioFormat, checkFormat } from '../format/audio-format.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'

/** Options of `merge()`, and of `mix()` where it goes by position. */
export interface CombineOptions extends PortOptions {
  /**
   * When the result ends: with the input that is longest, or with the one that is shortest.
   *
   * @defaultValue `'longest'`
   */
  readonly until?: 'longest' | 'shortest'
  /**
   * Frames of each buffer that comes out.
   *
   * @defaultValue 4096 (by clock: that of the clock master's buffers)
   */
  readonly framesPerBuffer?: number
  /**
   * What happens when an input gives nothing for `stallTimeoutMs`: the result waits for it, goes
   * on with silence in its place (what comes too late is dropped and counted), or fails with
   * `timeout`.
   *
   * @defaultValue `'wait'`
   */
  readonly onStall?: 'wait' | 'silence' | 'error'
  /**
   * After how long an input counts as stalled, in milliseconds.
   *
   * @defaultValue 1000
   */
  readonly stallTimeoutMs?: number
}

/** Options of `mix()`. */
export interface MixOptions extends CombineOptions {
  /**
   * How inputs are brought together: frame by frame of the same `position`, or, for live inputs
   * with clocks of their own, as they arrive.
   *
   * @defaultValue `'position'`
   */
  readonly by?: 'position' | 'clock'
  /**
   * With `by: 'clock'`: which input (from 0) gives the pace. Each of its buffers makes one of the
   * result; the others add what they have, and silence counted as an underrun where they have too
   * little. When it ends the next input takes over.
   *
   * @defaultValue 0
   */
  readonly clockMaster?: number
  /**
   * The format of the result; inputs of another are converted.
   *
   * @defaultValue that of the first input
   */
  readonly format?: AudioFormat
}

/** Checks what both have in common. @internal */
export function checkCombineOptions(
  where: string,
  options: CombineOptions,
  more: readonly string[],
): void {
  checkKnownOptions(where, options, [
    ...portOptionNames,
    'until',
    'framesPerBuffer',
    'onStall',
    'stallTimeoutMs',
    ...more,
  ])
  checkChoice('until', options.until ?? 'longest', ['longest', 'shortest'])
  checkChoice('onStall', options.onStall ?? 'wait', ['wait', 'silence', 'error'])
  checkNumber('framesPerBuffer', options.framesPerBuffer ?? 1, {
    min: 1,
    max: 1_048_576,
    integer: true,
    unit: 'frames',
  })
  checkNumber('stallTimeoutMs', options.stallTimeoutMs ?? 1, { min: 0, aboveMin: true, unit: 'ms' })
}

/** Checks the options of `mix()`. @internal */
export function checkMixOptions(options: MixOptions, inputCount: number): void {
  checkCombineOptions('mix', options, ['by', 'clockMaster', 'format'])
  checkChoice('by', options.by ?? 'position', ['position', 'clock'])
  checkNumber('clockMaster', options.clockMaster ?? 0, {
    min: 0,
    max: inputCount - 1,
    integer: true,
  })
  if (options.format !== undefined) checkFormat(options.format)
}

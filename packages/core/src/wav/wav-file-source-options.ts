import { checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import { offlineFramesPerBuffer } from '../time/time.js'

/** Options of {@link wavFileSource}. */
export interface WavFileSourceOptions extends PortOptions {
  /**
   * Frames of each buffer but the last: 1 to 1 048 576.
   *
   * @defaultValue 16 384
   */
  readonly framesPerBuffer?: number
  /**
   * Where to begin in the file, rounded to the nearest frame. The buffers' `position` counts from
   * there. Beyond the end of the file is an error.
   *
   * @defaultValue 0
   */
  readonly startMs?: number
  /**
   * How much to read at most, rounded to the nearest frame.
   *
   * @defaultValue all there is
   */
  readonly durationMs?: number
}

/** The options with their defaults. @internal */
export interface CheckedWavFileSourceOptions {
  readonly framesPerBuffer: number
  readonly startMs: number
  readonly durationMs: number | undefined
}

const names = [...portOptionNames, 'framesPerBuffer', 'startMs', 'durationMs']

/** Checks the options at the door. @internal */
export function checkWavFileSourceOptions(
  options: WavFileSourceOptions,
  where: string,
): CheckedWavFileSourceOptions {
  checkKnownOptions(where, options, names)
  const { framesPerBuffer = offlineFramesPerBuffer, startMs = 0, durationMs } = options
  checkNumber('framesPerBuffer', framesPerBuffer, {
    min: 1,
    max: 2 ** 20,
    integer: true,
    unit: 'frames',
  })
  checkNumber('startMs', startMs, { min: 0, unit: 'ms' })
  if (durationMs !== undefined) checkNumber('durationMs', durationMs, { min: 0, unit: 'ms' })
  return { framesPerBuffer, startMs, durationMs }
}

import { PatchcordError, checkNumber, msToFrames } from '@patchcord/core'

/** How long a signal is: one of the two, or neither. */
export interface SignalLengthOptions {
  /**
   * In milliseconds, rounded to the nearest frame: 0 or more; `Infinity` never ends.
   *
   * @defaultValue 1000
   */
  readonly durationMs?: number
  /** In frames: 0 or more; `Infinity` never ends. Not together with `durationMs`. */
  readonly frameCount?: number
}

/** The length in frames; `Infinity` for an endless signal. */
export function readLength(options: SignalLengthOptions, sampleRate: number): number {
  const { durationMs, frameCount } = options
  if (durationMs !== undefined && frameCount !== undefined) {
    throw new PatchcordError('invalid-option', 'give durationMs or frameCount, not both', {
      details: { durationMs, frameCount },
    })
  }
  if (durationMs === Infinity || frameCount === Infinity) return Infinity
  if (frameCount !== undefined) {
    return checkNumber('frameCount', frameCount, { min: 0, integer: true, unit: 'frames' })
  }
  return msToFrames(
    checkNumber('durationMs', durationMs ?? 1000, { min: 0, unit: 'ms' }),
    sampleRate,
  )
}

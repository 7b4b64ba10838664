import { checkNumber } from '../errors/option-checks.js'

/** Option of the processors whose parameters can be set while running. */
export interface RampOptions {
  /**
   * Over how many milliseconds a change of a parameter is spread: 0 to 10 000. 0 is a step, which
   * can click.
   *
   * @defaultValue 10
   */
  readonly rampMs?: number
}

/** The checked duration of a ramp, in milliseconds. @internal */
export function rampMsOf({ rampMs = 10 }: RampOptions): number {
  return checkNumber('rampMs', rampMs, { min: 0, max: 10_000, unit: 'ms' })
}

import { checkKnownOptions } from '../errors/option-checks.js'
import type { BiquadParameter } from './biquad-parameters.js'
import { biquadProcessor } from './biquad-processor.js'
import type { BiquadSection, BiquadType } from './biquad-section.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import type { KernelProcessor } from './kernel-processor.js'
import type { RampOptions } from './ramp.js'

/** What all filters take: a frequency and, if wanted, one kind of width. */
export interface FilterOptions extends KernelOptions, RampOptions {
  /** Corner or centre, in Hz: from 0.01 to below half the sample rate. */
  readonly frequencyHz: number
  /**
   * Quality: 0.01 to 1000.
   *
   * @defaultValue `Math.SQRT1_2`, for low- and high-pass the flattest (Butterworth)
   */
  readonly q?: number
  /** Width in octaves, instead of `q`: 0.01 to 10. */
  readonly bandwidthOctaves?: number
}

/** What the shelves and the peaking filter take too. */
export interface GainFilterOptions extends FilterOptions {
  /**
   * The gain at the centre or of the shelf, in dB: -60 to 60.
   *
   * @defaultValue 0
   */
  readonly gainDb?: number
}

/** What the shelves take too. */
export interface ShelfOptions extends GainFilterOptions {
  /** Steepness, instead of `q`: 0.01 to 1, the steepest without an overshoot. */
  readonly shelfSlope?: number
}

/**
 * What the filter factories make. Settable while it runs: `frequencyHz`, `gainDb` where there is
 * one, and the width by the name it was given with (else `q`). Coefficients move on straight
 * lines over `rampMs`, which cannot become unstable on the way.
 */
export type Filter<Name extends BiquadParameter = 'frequencyHz' | 'q' | 'bandwidthOctaves'> =
  KernelProcessor<Name>

/** Makes a filter of one section. @internal */
export function filterOf<Name extends BiquadParameter>(
  name: string,
  type: BiquadType,
  options: ShelfOptions,
  widthsAndGain: readonly BiquadParameter[],
  ownNames: readonly string[] = [],
): Filter<Name> {
  const own: readonly BiquadParameter[] = ['frequencyHz', 'q', 'bandwidthOctaves', ...widthsAndGain]
  checkKnownOptions(name, options ?? null, [...kernelOptionNames, 'rampMs', ...own, ...ownNames])
  const given = own.filter((key) => options[key as keyof ShelfOptions] !== undefined)
  const section = Object.fromEntries(given.map((key) => [key, options[key as keyof ShelfOptions]]))
  return biquadProcessor<Name>(
    name,
    [{ type, ...section } as BiquadSection],
    (parameter) => parameter,
    options,
  )
}

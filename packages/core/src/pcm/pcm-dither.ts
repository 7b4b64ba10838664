import { checkChoice, checkNumber, invalidOption } from '../errors/option-checks.js'
import { type PcmSampleFormat, bytesPerSample } from './pcm-sample-format.js'
import { TpdfDither } from './tpdf-dither.js'

/**
 * The noise that is added before samples are rounded to integers: none, or triangular of ±1 step
 * (`'tpdf'`), which turns the distortion of quiet passages into an even, very soft hiss.
 */
export type PcmDither = 'none' | 'tpdf'

/** How samples are dithered. */
export interface PcmDitherOptions {
  /**
   * `'tpdf'` is for integer formats of up to 24 bits. The others have steps that are finer than
   * those of the samples themselves (`s32`, floats) or not even (A-law, µ-law).
   *
   * @defaultValue `'none'`
   */
  readonly dither?: PcmDither
  /**
   * A whole number from 0 to 2^32 - 1: the same seed gives the same bytes, on every machine.
   *
   * @defaultValue 0
   */
  readonly ditherSeed?: number
}

/** Makes the dither that is asked for, if any, or throws `invalid-option`. */
export function ditherFor(
  options: PcmDitherOptions,
  sampleFormat: PcmSampleFormat,
  channelCount: number,
): TpdfDither | undefined {
  const dither = checkChoice('dither', options.dither ?? 'none', ['none', 'tpdf'])
  const seed = checkNumber('ditherSeed', options.ditherSeed ?? 0, {
    min: 0,
    max: 0xffff_ffff,
    integer: true,
  })
  if (dither === 'none') return undefined
  if (!/^[su](8|16|24)/.test(sampleFormat)) {
    throw invalidOption(
      'dither',
      `'none' for ${sampleFormat} (it is for integers of up to 24 bits)`,
      dither,
    )
  }
  return new TpdfDither(2 ** (8 * bytesPerSample(sampleFormat) - 1), channelCount, seed)
}

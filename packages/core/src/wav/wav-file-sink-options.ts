import { checkChoice, checkKnownOptions, invalidOption } from '../errors/option-checks.js'
import { type PcmDitherOptions, ditherFor } from '../pcm/pcm-dither.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import { wavPcmFormat } from './wav-pcm-format.js'
import { type WavSampleFormat, wavSampleFormats } from './wav-sample-format.js'

/**
 * When a WAV file has the extensible header (WAVE_FORMAT_EXTENSIBLE), which says where each
 * channel belongs.
 */
export type WavExtensible = 'auto' | 'always' | 'never'

/** When what was recorded counts as safe. */
export type WavDurability = 'os' | 'fsync'

/** Options of {@link wavFileSink}. */
export interface WavFileSinkOptions extends PortOptions, PcmDitherOptions {
  /**
   * How samples are stored. Integers and the G.711 laws clip at full scale, floats do not.
   *
   * @defaultValue `'s16'`
   */
  readonly sampleFormat?: WavSampleFormat
  /**
   * `'auto'` does as the WAVE specification asks: for more than two channels, for integers of more
   * than 16 bits, and for one or two channels in unusual places.
   *
   * @defaultValue `'auto'`
   */
  readonly extensible?: WavExtensible
  /**
   * Whether a file of the same path may be replaced. Recordings in a folder never replace anything.
   *
   * @defaultValue true
   */
  readonly overwrite?: boolean
  /**
   * `'os'`: the operating system has it, so it outlives the process. `'fsync'`: the disk has it, so
   * it outlives the machine's power too; five times a second, which slow disks feel.
   *
   * @defaultValue `'os'`
   */
  readonly durability?: WavDurability
}

/** The options with their defaults. @internal */
export interface CheckedWavFileSinkOptions extends Required<PcmDitherOptions> {
  readonly sampleFormat: WavSampleFormat
  readonly extensible: WavExtensible
  readonly overwrite: boolean
  readonly durability: WavDurability
}

const names = [
  ...portOptionNames,
  'sampleFormat',
  'dither',
  'ditherSeed',
  'extensible',
  'overwrite',
  'durability',
]

/** Checks the options at the door. @internal */
export function checkWavFileSinkOptions(options: WavFileSinkOptions): CheckedWavFileSinkOptions {
  checkKnownOptions('wavFileSink', options, names)
  const { overwrite = true, dither = 'none', ditherSeed = 0 } = options
  const sampleFormat = checkChoice('sampleFormat', options.sampleFormat ?? 's16', wavSampleFormats)
  ditherFor({ dither, ditherSeed }, wavPcmFormat(sampleFormat, true), 1)
  if (typeof overwrite !== 'boolean') throw invalidOption('overwrite', 'true or false', overwrite)
  return {
    sampleFormat,
    dither,
    ditherSeed,
    extensible: checkChoice('extensible', options.extensible ?? 'auto', [
      'auto',
      'always',
      'never',
    ]),
    overwrite,
    durability: checkChoice('durability', options.durability ?? 'os', ['os', 'fsync']),
  }
}

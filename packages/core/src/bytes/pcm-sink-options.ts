import { checkKnownOptions, checkNumber, invalidOption } from '../errors/option-checks.js'
import { maxChannelCount, maxSampleRate } from '../format/audio-format.js'
import type { PcmLayout } from '../pcm/pcm-byte-format.js'
import type { PcmDitherOptions } from '../pcm/pcm-dither.js'
import { createPcmEncoder } from '../pcm/pcm-encoder.js'
import type { PcmSampleFormat } from '../pcm/pcm-sample-format.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'

/** Options of {@link pcmSink}. */
export interface PcmSinkOptions extends PortOptions, PcmDitherOptions {
  /** How one sample is written. */
  readonly sampleFormat: PcmSampleFormat
  /**
   * How the channels lie: frame by frame, or one after the other within each buffer.
   *
   * @defaultValue `'interleaved'`
   */
  readonly layout?: PcmLayout
  /**
   * The rate that the other side expects, in Hz: 1 to 1 536 000. `pipeline()` converts to it;
   * elsewhere another rate is refused.
   *
   * @defaultValue that of the audio
   */
  readonly sampleRate?: number
  /**
   * The channels that the other side expects: 1 to 1024, as with `sampleRate`.
   *
   * @defaultValue those of the audio
   */
  readonly channelCount?: number
  /**
   * Whether the writable is ended after the last byte, and destroyed when the sink is closed before.
   * Never done to `process.stdout` and `process.stderr`.
   *
   * @defaultValue true
   */
  readonly end?: boolean
}

const names = [
  ...portOptionNames,
  'sampleFormat',
  'layout',
  'sampleRate',
  'channelCount',
  'dither',
  'ditherSeed',
  'end',
]

/** Checks the options at the door. @internal */
export function checkPcmSinkOptions(options: PcmSinkOptions): void {
  checkKnownOptions('pcmSink', options, names)
  const { sampleRate, channelCount, sampleFormat, end, layout, dither, ditherSeed } = options ?? {}
  if (sampleRate !== undefined)
    checkNumber('sampleRate', sampleRate, { min: 1, max: maxSampleRate, unit: 'Hz' })
  if (channelCount !== undefined)
    checkNumber('channelCount', channelCount, { min: 1, max: maxChannelCount, integer: true })
  if (end !== undefined && typeof end !== 'boolean')
    throw invalidOption('end', 'true or false', end)
  createPcmEncoder({
    sampleFormat,
    channelCount: 1,
    layout: layout ?? 'interleaved',
    dither: dither ?? 'none',
    ditherSeed: ditherSeed ?? 0,
  })
}

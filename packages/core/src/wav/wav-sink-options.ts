import { checkKnownOptions, invalidOption } from '../errors/option-checks.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import {
  type CheckedWavFileSinkOptions,
  type WavFileSinkOptions,
  checkWavFileSinkOptions,
} from './wav-file-sink-options.js'

/** Options of {@link wavSink}: those of `wavFileSink` that do not speak of a file, and `end`. */
export interface WavSinkOptions
  extends
    PortOptions,
    Pick<WavFileSinkOptions, 'sampleFormat' | 'extensible' | 'dither' | 'ditherSeed'> {
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
  'extensible',
  'dither',
  'ditherSeed',
  'end',
] as const

/** Checks the options at the door. @internal */
export function checkWavSinkOptions(options: WavSinkOptions): CheckedWavFileSinkOptions {
  checkKnownOptions('wavSink', options, names)
  const { end, ...others } = options
  if (end !== undefined && typeof end !== 'boolean')
    throw invalidOption('end', 'true or false', end)
  return checkWavFileSinkOptions(others)
}

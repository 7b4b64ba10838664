import { PatchcordError } from '../errors/patchcord-error.js'
import { type AudioFormat, describeFormat, sameFormat } from '../format/audio-format.js'

/** The error of a sink that cannot take a format: both formats are named. */
export function unsupportedFormat(
  stage: string,
  offered: AudioFormat,
  supported: AudioFormat,
  when = '',
): PatchcordError {
  const same = sameFormat(offered, supported)
  return new PatchcordError(
    'format-unsupported',
    `${stage} cannot take ${describeFormat(offered)}${when === '' ? '' : ` ${when}`}${same ? '' : `; it takes ${describeFormat(supported)}`}. Put resample() and channelMix() before it`,
    {
      details: {
        stage,
        offered: { sampleRate: offered.sampleRate, channelCount: offered.channelCount },
        supported: { sampleRate: supported.sampleRate, channelCount: supported.channelCount },
      },
    },
  )
}

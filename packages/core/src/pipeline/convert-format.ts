import { type AudioFormat, sameFormat } from '../format/audio-format.js'
import { isPatchcordError } from '../errors/patchcord-error.js'
import { channelMix } from '../kernels/channel-mix.js'
import { resample } from '../kernels/resample.js'
import { type ProcessorStage, stageOf } from './stage.js'

/**
 * The stages that turn one format into another: fewer channels before resampling, more after.
 *
 * @internal
 */
export function conversionStages(from: AudioFormat, to: AudioFormat): ProcessorStage[] {
  if (sameFormat(from, to)) return []
  const mix =
    from.channelCount === to.channelCount ? [] : [channelMix({ channelCount: to.channelCount })]
  const rate = from.sampleRate === to.sampleRate ? [] : [resample({ sampleRate: to.sampleRate })]
  const ports = to.channelCount < from.channelCount ? [...mix, ...rate] : [...rate, ...mix]
  return ports.map((port) => stageOf(port, true) as ProcessorStage)
}

/** The format that a `format-unsupported` error says would be taken. @internal */
export function supportedFormat(error: unknown): AudioFormat | undefined {
  if (!isPatchcordError(error, 'format-unsupported')) return undefined
  const supported = error.details.supported as Partial<AudioFormat> | undefined
  if (typeof supported?.sampleRate !== 'number' || typeof supported.channelCount !== 'number')
    return undefined
  return { sampleRate: supported.sampleRate, channelCount: supported.channelCount }
}

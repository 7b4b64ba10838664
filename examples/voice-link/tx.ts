import {
  type AudioProcessor,
  type WavInfo,
  gain,
  highPass,
  levelMeter,
  limiter,
  msToFrames,
  pcmEncoder,
  tap,
  wavFileSource,
} from '@patchcord/core'
import { encryption } from './encryption.js'
import type { LinkSecret } from './link-secret.js'
import { pace } from './pace.js'
import type { VoiceLinkSettings } from './settings.js'
import { Waveform } from './waveform.js'

/**
 * The sending end: recording → high-pass → gain → limiter → packets → encryption. A microphone can
 * take the place of the recording.
 *
 * @param secret - what both ends share; without it packets go out as they are
 */
export function transmitter(
  settings: VoiceLinkSettings,
  { format }: WavInfo,
  secret: LinkSecret | undefined,
) {
  const { recording, realtime, highPassHz, gainDb, ceilingDb, packetMs } = settings
  const packetFrames = Math.max(1, msToFrames(packetMs, format.sampleRate))
  const waveform = new Waveform()
  const meter = levelMeter({ name: 'inputMeter' })
  const processors: AudioProcessor[] = [
    ...(realtime ? [pace()] : []),
    meter,
    tap((buffer) => waveform.add(buffer), { name: 'inputWaveform' }),
    ...(highPassHz > 0 ? [highPass({ frequencyHz: highPassHz })] : []),
    gain({ gainDb }),
    limiter({ ceilingDb }),
  ]
  return {
    // In the portions in which a device would deliver it.
    source: wavFileSource(recording, { framesPerBuffer: packetFrames }),
    processors,
    encoder: pcmEncoder({ packetMs }),
    encryption: secret && encryption(secret),
    meter,
    waveform,
  }
}

/** The sending end of a voice link. */
export type Transmitter = ReturnType<typeof transmitter>

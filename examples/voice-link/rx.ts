import { concealGaps, levelMeter, pcmDecoder, reorder, tap, wavFileSink } from '@patchcord/core'
import { sframeDecrypt } from '@patchcord/crypto'
import type { LinkSecret } from './link-secret.js'
import { reorderDepth } from './link.js'
import type { VoiceLinkSettings } from './settings.js'
import { Spots } from './spots.js'
import { Waveform } from './waveform.js'

/** A silence that lasts longer is no longer filled: the most that concealment takes. */
const longestOutageMs = 600_000

/**
 * The receiving end: decryption → packets in order → audio → gaps concealed → level → WAV file. A
 * loudspeaker can take the place of the file.
 *
 * @param secret - what both ends share; without it packets are taken as they come
 */
export function receiver(
  settings: VoiceLinkSettings,
  path: string,
  secret: LinkSecret | undefined,
) {
  const depthPackets = reorderDepth(settings)
  const waveform = new Waveform()
  const spots = new Spots()
  const meter = levelMeter()
  // Behind a live link a packet is not waited for longer than its place in the line is worth.
  const timeoutMs = (depthPackets + 1) * settings.packetMs
  const concealment = concealGaps({ startPosition: 0, maxFillMs: longestOutageMs })
  concealment.on('concealed', (spot) => spots.add(spot))
  return {
    decryptor: secret && sframeDecrypt({ ...secret, reorderPackets: depthPackets }),
    reorder: reorder({ depthPackets, ...(settings.realtime ? { timeoutMs } : {}) }),
    decoder: pcmDecoder(),
    processors: [
      concealment,
      meter,
      tap((buffer) => waveform.add(buffer), { name: 'outputWaveform' }),
    ],
    sink: wavFileSink(path),
    concealment,
    meter,
    waveform,
    spots,
  }
}

/** The receiving end of a voice link. */
export type Receiver = ReturnType<typeof receiver>

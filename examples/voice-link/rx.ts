import { concealGaps, levelMeter, pcmDecoder, reorder, tap, wavFileSink } from '@patchcord/core'
import { reorderDepth } from './link.js'
import type { VoiceLinkSettings } from './settings.js'
import { Spots } from './spots.js'
import { Waveform } from './waveform.js'

/** A silence that lasts longer is no longer filled: the most that concealment takes. */
const longestOutageMs = 600_000

/**
 * The receiving end: packets in order → audio → gaps concealed → level → WAV file. A loudspeaker
 * can take the place of the file, and a decryptor goes before the decoder.
 */
export function receiver(settings: VoiceLinkSettings, path: string) {
  const depthPackets = reorderDepth(settings)
  const waveform = new Waveform()
  const spots = new Spots()
  const meter = levelMeter()
  // Behind a live link a packet is not waited for longer than its place in the line is worth.
  const timeoutMs = (depthPackets + 1) * settings.packetMs
  const concealment = concealGaps({ startPosition: 0, maxFillMs: longestOutageMs })
  concealment.on('concealed', (spot) => spots.add(spot))
  return {
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

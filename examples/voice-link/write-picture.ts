import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { levelText } from './level-text.js'
import { drawPicture } from './picture/draw-picture.js'
import { linkText, senderText } from './print-report.js'
import type { EndReport, VoiceLinkReport } from './report.js'
import { timeText } from './time-text.js'
import type { VoiceLink } from './voice-link.js'

/** Draws both waveforms and writes the picture to where the report says. */
export async function writePicture({ tx, rx }: VoiceLink, report: VoiceLinkReport): Promise<void> {
  const { input, output, settings, concealment, files } = report
  const { spots, durationMs } = concealment
  const svg = drawPicture({
    title: `Voice link: ${basename(input.path)}`,
    about: [senderText(report), `link: ${linkText(report)}`],
    input: { waveform: tx.waveform, about: aboutEnd(input) },
    output: { waveform: rx.waveform, about: aboutEnd(output) },
    sampleRate: input.sampleRate,
    ceilingDb: settings.ceilingDb,
    spots: rx.spots,
    concealed: `concealed by the receiver: ${spots} ${spots === 1 ? 'spot' : 'spots'}, ${timeText(durationMs)}`,
  })
  await writeFile(files.picture, svg)
}

function aboutEnd({
  sampleRate,
  channelCount,
  sampleFormat,
  durationMs,
  peakDb,
  rmsDb,
}: EndReport): string {
  const channels = `${channelCount} ${channelCount === 1 ? 'channel' : 'channels'}`
  return `${sampleRate} Hz, ${channels}, ${sampleFormat}, ${timeText(durationMs)} \u00b7 peak ${levelText(peakDb)}, RMS ${levelText(rmsDb)}`
}

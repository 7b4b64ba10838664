import { levelText, signed } from './level-text.js'
import type { EndReport, VoiceLinkReport } from './report.js'
import { timeText } from './time-text.js'

/** The report as text for people. */
export function printReport(report: VoiceLinkReport): string {
  const { packets, concealment, run, files } = report
  const { name, fallbackReason } = run.backend
  return [
    report.reason === 'stopped' ? 'Voice link, stopped before the end' : 'Voice link',
    '',
    row('Input', endText(report.input)),
    row('', report.input.path),
    row('Output', endText(report.output)),
    row('', files.audio),
    row('Picture', files.picture),
    '',
    row('Sender', senderText(report)),
    row('Link', linkText(report)),
    row(
      'Packets',
      `${packets.sent} sent, ${packets.lost} lost, ${packets.duplicated} duplicated, ${packets.reordered} reordered, ${packets.corrupted} corrupted, ${packets.replayed} replayed, ${packets.concealed} concealed`,
    ),
    row(
      '',
      `${packets.maxDelayMs.toFixed(1)} ms longest on the link; thrown away on arrival: ${packets.duplicatesDropped} second copies, ${packets.lateDropped} late`,
    ),
    ...encryptionRows(report),
    row(
      'Concealed',
      `${concealment.spots} spots, ${timeText(concealment.durationMs)}; the longest ${concealment.longestMs.toFixed(0)} ms`,
    ),
    row(
      'Run',
      `${timeText(run.wallMs)} (${timeText(run.cpuMs)} of CPU time), real-time ratio ${run.realTimeRatio.toFixed(1)}`,
    ),
    row('Backend', fallbackReason === undefined ? name : `${name} (${fallbackReason})`),
    '',
    ...stageTable(report),
  ].join('\n')
}

function row(heading: string, text: string): string {
  return `${heading.padEnd(10)} ${text}`
}

/** What encryption cost and what it kept out; without it, what got through. */
function encryptionRows({ encryption, packets }: VoiceLinkReport): string[] {
  if (encryption === null) {
    const through = `${packets.corrupted} corrupted packets were played`
    return [row('Encrypted', `no: anybody on the link could listen, and ${through}`)]
  }
  const { suite, overheadBytes, refused, end } = encryption
  const { authentication, keyId, syntax, replay } = refused
  return [
    row('Encrypted', `SFrame ${suite}, ${overheadBytes.toFixed(1)} bytes more a packet`),
    row(
      '',
      `refused: ${authentication} not authentic, ${keyId} with an unknown key, ${syntax} malformed, ${replay} seen before; ${end === 'ended' ? "the sender's end arrived" : 'cut: no word of the end arrived'}`,
    ),
  ]
}

function endText({
  sampleFormat,
  sampleRate,
  channelCount,
  durationMs,
  peakDb,
  rmsDb,
}: EndReport): string {
  const channels = `${channelCount} ${channelCount === 1 ? 'channel' : 'channels'}`
  return `WAV ${sampleFormat}, ${sampleRate} Hz, ${channels}, ${timeText(durationMs)}; peak ${levelText(peakDb)}, RMS ${levelText(rmsDb)}`
}

/** What the sender does to the recording. */
export function senderText({ settings, packets, encryption }: VoiceLinkReport): string {
  const { highPassHz, gainDb, ceilingDb, packetMs } = settings
  const filter = highPassHz > 0 ? `high-pass ${highPassHz} Hz, ` : ''
  return `${filter}gain ${gainDb > 0 ? '+' : ''}${signed(gainDb, 1)} dB, ceiling ${signed(ceilingDb, 1)} dB, ${packets.sent} packets of ${packetMs} ms${encryption === null ? '' : ', encrypted'}`
}

/** What the link does to the packets. */
export function linkText({ settings }: VoiceLinkReport): string {
  const { lossPercent, duplicatePercent, reorderPercent, jitterMs, seed } = settings
  const { corruptPercent, replayPercent } = settings
  const faults = `${lossPercent} % loss, ${duplicatePercent} % duplicates, ${reorderPercent} % reordering`
  const attacks = `${corruptPercent} % corrupted, ${replayPercent} % replayed`
  return `${faults}, ${attacks}, ${jitterMs} ms jitter, seed ${seed}`
}

function stageTable({ run }: VoiceLinkReport): string[] {
  const time = (us: number | undefined): string => (us === undefined ? '-' : us.toFixed(1))
  const rows = run.stages.map(({ name, end, items, timeUs }) => [
    name,
    end,
    String(items),
    time(timeUs?.p50),
    time(timeUs?.p99),
    time(timeUs?.max),
  ])
  return [['Stage', 'end', 'items', 'p50 \u00b5s', 'p99 \u00b5s', 'max \u00b5s'], ...rows].map(
    ([name = '', end = '', ...numbers]) =>
      `${name.padEnd(18)} ${end.padEnd(9)}${numbers.map((text) => text.padStart(10)).join('')}`,
  )
}

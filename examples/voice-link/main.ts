/**
 * A secure voice link on a real recording, from end to end.
 *
 * - **Sender** (`tx.ts`): recording → high-pass → gain → limiter → PCM packets → SFrame encryption
 * - **Link** (`link.ts`): loses, doubles, delays and mixes up packets, corrupts some and replays
 *   others, by a seed
 * - **Receiver** (`rx.ts`): decrypts, and refuses what is not the sender's or has come before → puts
 *   in order → decodes → conceals gaps → measures → WAV file
 *
 * `npm start` runs it; `npm start -- FILE.wav` sends another recording, and `npm start -- --help`
 * lists the options; `--no-encrypt` shows what gets through without encryption. It runs in stream time, as fast as it can; with `--realtime` it is paced and
 * the jitter is real.
 *
 * Into the folder `voice-link-output` (`--out DIR` names another) it writes `received.wav`, what
 * the receiver heard, and `waveforms.svg`, a picture of both ends with the concealed spots marked.
 * The report goes to standard output, as text or with `--json` as one JSON document
 * (`report.schema.json` describes it); progress goes to standard error.
 *
 * Ctrl-C ends it early and in order: what is on its way is still delivered, the file is closed and
 * the report printed, with exit code 0. A second Ctrl-C aborts at once, with exit code 130; the
 * file is valid then too. A wrong file, format or option gives one line and exit code 1.
 */
import { isPatchcordError } from '@patchcord/core'
import { compareBackends, printComparison } from './compare-backends.js'
import { progressLines } from './live/progress-lines.js'
import { terminalBar } from './live/terminal-bar.js'
import { makeReport } from './make-report.js'
import { parseArguments } from './parse-arguments.js'
import { printReport } from './print-report.js'
import { stopOnSignal } from './stop-on-signal.js'
import { usage } from './usage.js'
import { startVoiceLink } from './voice-link.js'
import { watchRun } from './watch-run.js'
import { writePicture } from './write-picture.js'

async function main(args: readonly string[]): Promise<void> {
  const settings = parseArguments(args)
  if (settings === 'help') return say(usage())
  if (settings.compareBackends) {
    const comparison = await compareBackends(settings)
    return say(
      settings.json ? JSON.stringify(comparison, undefined, 2) : printComparison(comparison),
    )
  }
  const voiceLink = await startVoiceLink(settings)
  const { stderr } = process
  const isTerminal = stderr.isTTY && process.env.TERM !== 'dumb'
  const view = isTerminal ? terminalBar(stderr) : progressLines((line) => stderr.write(`${line}\n`))
  watchRun(voiceLink, view)
  const letGo = stopOnSignal(
    () => void voiceLink.run.stop({ drain: true }),
    () => {
      view.end()
      process.exit(130)
    },
  )
  try {
    const run = await voiceLink.run.finished
    view.end()
    const report = await makeReport(voiceLink, run)
    await writePicture(voiceLink, report)
    say(settings.json ? JSON.stringify(report, undefined, 2) : printReport(report))
  } finally {
    view.end()
    letGo()
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!isPatchcordError(error)) throw error
  process.stderr.write(`voice-link: ${error.message}\n`)
  process.exitCode = 1
}

import { levelText } from '../level-text.js'
import { clockText } from '../time-text.js'
import { type LiveView, type Snapshot, paceText, shareDone } from './snapshot.js'

/** A terminal to draw on. */
export interface Terminal {
  readonly columns?: number
  write(text: string): unknown
}

const [quietestDb, meterWidth] = [-48, 16]
const longestBar = 32
/** It is not drawn more often than this, in milliseconds: nobody could read it. */
const shortestPauseMs = 60
const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const clearLine = '\r\u001b[K'

/** One line of a terminal that is drawn again and again: a progress bar and a level meter. */
export function terminalBar(terminal: Terminal): LiveView {
  let drawn = false
  let lastMs = -Infinity
  return {
    update(snapshot) {
      if (snapshot.elapsedMs - lastMs < shortestPauseMs) return
      lastMs = snapshot.elapsedMs
      const line = barLine(snapshot, widthOf(terminal) - 1)
      terminal.write(`${drawn ? '' : hideCursor}\r${line}\u001b[K`)
      drawn = true
    },
    end() {
      if (drawn) terminal.write(`${clearLine}${showCursor}`)
      drawn = false
    },
  }
}

/** The line, no wider than so many characters. */
export function barLine(snapshot: Snapshot, width: number): string {
  const share = shareDone(snapshot)
  const total = clockText(snapshot.totalMs / 1000)
  const done = clockText(snapshot.doneMs / 1000).padStart(total.length)
  const percent = `${Math.floor(share * 100)} %`.padStart(5)
  const level = levelText(snapshot.peakDb).padStart(9)
  const pace = paceText(snapshot).padStart(5)
  const rest = ` ${percent}  ${done} / ${total}  ${meter(snapshot)} ${level}  ${pace}`
  const room = Math.min(longestBar, width - rest.length)
  return `${room < 4 ? '' : bar(share, room)}${rest}`.slice(0, Math.max(0, width))
}

/** A terminal without a size says 0. */
function widthOf({ columns = 0 }: Terminal): number {
  return columns > 0 ? columns : 80
}

function bar(share: number, width: number): string {
  const full = Math.round(share * width)
  return '\u2501'.repeat(full) + '\u2500'.repeat(width - full)
}

/** The RMS as a bar, with the peak as a mark beyond it. */
function meter({ rmsDb, peakDb }: Snapshot): string {
  const [rms, peak] = [meterSteps(rmsDb), meterSteps(peakDb)]
  const cells = Array.from({ length: meterWidth }, (_, index) => {
    if (index < rms) return '\u2588'
    return index === peak - 1 ? '\u258f' : '\u2591'
  })
  return cells.join('')
}

function meterSteps(db: number | null): number {
  if (db === null) return 0
  const share = 1 - db / quietestDb
  return Math.round(Math.max(0, Math.min(1, share)) * meterWidth)
}

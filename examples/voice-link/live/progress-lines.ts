import { levelText } from '../level-text.js'
import { timeText } from '../time-text.js'
import { type LiveView, type Snapshot, paceText, shareDone } from './snapshot.js'

/** A line at least this often, in milliseconds. */
const longestSilenceMs = 10_000

/**
 * Progress for a log: a line for each tenth of the way, and one every ten seconds.
 *
 * @param write - takes a line without its end
 */
export function progressLines(write: (line: string) => void): LiveView {
  let [tenths, lastMs] = [0, 0]
  return {
    update(snapshot) {
      const reached = Math.floor(shareDone(snapshot) * 10 + 1e-9)
      const { elapsedMs } = snapshot
      if (reached === tenths && elapsedMs - lastMs < longestSilenceMs) return
      tenths = reached
      lastMs = elapsedMs
      write(progressLine(snapshot))
    },
    end() {},
  }
}

/** One line of progress. */
export function progressLine(snapshot: Snapshot): string {
  const { doneMs, totalMs, peakDb, rmsDb, lost, concealed } = snapshot
  const percent = String(Math.floor(shareDone(snapshot) * 100 + 1e-9)).padStart(3)
  return [
    `${percent} %  ${timeText(doneMs)} of ${timeText(totalMs)}`,
    `peak ${levelText(peakDb)}, RMS ${levelText(rmsDb)}`,
    `${lost} lost, ${concealed} concealed`,
    `${paceText(snapshot)} real time`,
  ].join('; ')
}

import type { Waveform, WaveformColumn } from '../waveform.js'
import { type PlotArea, coordinate, xOf, yOf } from './plot-area.js'

/** Half of the least height of a waveform, in pixels, so that silence shows as a line. */
const leastHalfHeight = 0.5

/** A waveform: its peaks as a pale shape and its RMS as a strong one within. */
export function drawWaveform(area: PlotArea, waveform: Waveform, className: string): string {
  const columns = waveform.columns()
  if (columns.length === 0) return ''
  const shape = (top: (column: WaveformColumn) => number, bottom: typeof top): string => {
    const point = (y: number, index: number): string => {
      // In the middle of the stretch that the column stands for.
      const frame = Math.min((index + 0.5) * waveform.framesPerColumn, waveform.endFrame)
      return `${coordinate(xOf(area, frame))},${coordinate(y)}`
    }
    const upper = columns.map((column, index) =>
      point(yOf(area, top(column)) - leastHalfHeight, index),
    )
    const lower = columns.map((column, index) =>
      point(yOf(area, bottom(column)) + leastHalfHeight, index),
    )
    return `M${[...upper, ...lower.toReversed()].join('L')}Z`
  }
  const peaks = shape(
    ({ max }) => max,
    ({ min }) => min,
  )
  const rms = shape(
    (column) => Math.min(column.rms, column.max),
    (column) => Math.max(-column.rms, column.min),
  )
  return [
    `<path class="${className} peaks" d="${peaks}"/>`,
    `<path class="${className}" d="${rms}"/>`,
  ].join('\n')
}

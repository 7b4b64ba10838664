import { dbToGain } from '@patchcord/core'
import { type PlotArea, coordinate, xOf, yOf } from './plot-area.js'
import type { TimeTick } from './time-ticks.js'

/** Levels that the amplitude axis names, in dB of full scale. */
const levelsDb = [0, -6, -12]

/** The ground of a plot: its frame, its heading, the amplitude axis and the marks of time. */
export function drawPanel(
  area: PlotArea,
  ticks: readonly TimeTick[],
  sampleRate: number,
  heading: string,
  subheading: string,
): string {
  const { left, top, width, height } = area
  const right = left + width
  const level = (y: number, label: string): string =>
    `<text class="quiet right" x="${left - 10}" y="${coordinate(y + 5)}">${label}</text>`
  const line = (className: string, y: number): string =>
    `<path class="${className}" d="M${left},${coordinate(y)}H${right}"/>`
  const levels = levelsDb.flatMap((db) => {
    const gain = dbToGain(db)
    return [gain, -gain].flatMap((sample) => [
      ...(db === 0 ? [] : [line('grid', yOf(area, sample))]),
      level(yOf(area, sample), db === 0 ? '0 dB' : `\u2212${-db}`),
    ])
  })
  const times = ticks
    .map(({ seconds }) => xOf(area, seconds * sampleRate))
    .filter((x) => x > left + 1 && x < right - 1)
    .map((x) => `<path class="grid" d="M${coordinate(x)},${top}V${top + height}"/>`)
  return [
    `<text class="heading" x="${left}" y="${top - 18}">${heading}</text>`,
    `<text class="quiet right" x="${right}" y="${top - 18}">${subheading}</text>`,
    `<rect class="plot" x="${left}" y="${top}" width="${width}" height="${height}"/>`,
    ...times,
    ...levels,
    line('zero', yOf(area, 0)),
    level(yOf(area, 0), '\u2212\u221e'),
  ].join('\n')
}

import type { Spot } from '../spots.js'
import { type PlotArea, coordinate, xOf } from './plot-area.js'

/** The least width of a mark, in pixels. */
const leastWidth = 1.5

/** Above this many, markers would hide one another. */
const mostMarkers = 150

/** Bands over a plot where audio was concealed. */
export function drawBands(area: PlotArea, spots: readonly Spot[]): string {
  return draw(
    spots,
    area,
    (left, right) => {
      const edge = `M${coordinate(left)},${area.top}`
      return `${edge}h${coordinate(right - left)}v${area.height}h${coordinate(left - right)}Z`
    },
    'concealed band',
  )
}

/** Markers between the plots: a triangle that points to each band, or a tick where they are many. */
export function drawMarkers(area: PlotArea, spots: readonly Spot[]): string {
  const [top, bottom] = [area.top, area.top + area.height]
  const few = spots.length <= mostMarkers
  return draw(
    spots,
    area,
    (left, right) => {
      const middle = (left + right) / 2
      if (few) return `M${coordinate(middle)},${bottom}l-5,-8h10Z`
      return `M${coordinate(left)},${top}H${coordinate(right)}V${bottom}H${coordinate(left)}Z`
    },
    'concealed',
  )
}

function draw(
  spots: readonly Spot[],
  area: PlotArea,
  shape: (left: number, right: number) => string,
  className: string,
): string {
  if (spots.length === 0) return ''
  const shapes = spots.map(({ position, frameCount }) => {
    const [left, right] = [xOf(area, position), xOf(area, position + frameCount)]
    const missing = Math.max(0, leastWidth - (right - left)) / 2
    return shape(left - missing, right + missing)
  })
  return `<path class="${className}" d="${shapes.join('')}"/>`
}

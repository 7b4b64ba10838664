import type { Spot, SpotDensity } from '../spots.js'
import { type PlotArea, coordinate, xOf } from './plot-area.js'

/** The least width of a band, in pixels. */
const leastWidth = 1.5

/** Bands over a plot where audio was concealed. */
export function drawBands(area: PlotArea, spots: readonly Spot[]): string {
  const bands = spots.map(({ position, frameCount }) => {
    const [left, right] = [xOf(area, position), xOf(area, position + frameCount)]
    const width = Math.max(leastWidth, right - left)
    const start = (left + right - width) / 2
    return `M${coordinate(start)},${area.top}h${coordinate(width)}v${area.height}h${coordinate(-width)}Z`
  })
  return path('concealed band', bands)
}

/** Triangles that stand on the lower edge of an area and point to the bands below it. */
export function drawMarkers(area: PlotArea, spots: readonly Spot[]): string {
  const markers = spots.map(({ position, frameCount }) => {
    const middle = xOf(area, position + frameCount / 2)
    return `M${coordinate(middle)},${area.top + area.height}l-5,-8h10Z`
  })
  return path('concealed', markers)
}

/** How dense the spots lie, where they are too many to show them one by one: as bars. */
export function drawDensity(area: PlotArea, { framesPerColumn, shares }: SpotDensity): string {
  const bottom = area.top + area.height
  const most = shares.reduce((most, share) => Math.max(most, share), 0)
  const bars = shares.map((share, index) => {
    if (share === 0) return ''
    const left = xOf(area, index * framesPerColumn)
    const right = Math.min(xOf(area, (index + 1) * framesPerColumn), area.left + area.width)
    const height = (share / most) * area.height
    return `M${coordinate(left)},${bottom}V${coordinate(bottom - height)}H${coordinate(right)}V${bottom}Z`
  })
  return path('concealed', bars)
}

function path(className: string, shapes: readonly string[]): string {
  const shape = shapes.join('')
  return shape === '' ? '' : `<path class="${className}" d="${shape}"/>`
}

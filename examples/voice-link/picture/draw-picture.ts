import { dbToGain } from '@patchcord/core'
import type { Spots } from '../spots.js'
import type { Waveform } from '../waveform.js'
import { drawLegend } from './draw-legend.js'
import { drawPanel } from './draw-panel.js'
import { drawBands, drawDensity, drawMarkers } from './draw-spots.js'
import { drawWaveform } from './draw-waveform.js'
import { escapeXml } from './escape-xml.js'
import { pictureStyle } from './picture-style.js'
import { type PlotArea, coordinate, xOf, yOf } from './plot-area.js'
import { timeTicks } from './time-ticks.js'

/** What the picture shows. */
export interface PictureContent {
  readonly title: string
  /** Lines below the title: two have room. */
  readonly about: readonly string[]
  readonly input: { readonly waveform: Waveform; readonly about: string }
  readonly output: { readonly waveform: Waveform; readonly about: string }
  readonly sampleRate: number
  readonly ceilingDb: number
  readonly spots: Spots
  /** The legend's words for the concealed spots. */
  readonly concealed: string
}

const [width, height] = [1200, 676]
const [left, plotWidth, plotHeight] = [76, 1092, 200]

/** An SVG picture of both waveforms, one above the other, with the concealed spots marked. */
export function drawPicture(content: PictureContent): string {
  const { input, output, sampleRate } = content
  const spots = content.spots.all()
  const frameCount = Math.max(input.waveform.endFrame, output.waveform.endFrame)
  const area = { left, width: plotWidth, height: plotHeight, frameCount }
  const above: PlotArea = { ...area, top: 132 }
  const below: PlotArea = { ...area, top: 400 }
  const between: PlotArea = { ...area, top: below.top - 12, height: 11 }
  const ticks = timeTicks(frameCount / sampleRate)
  const title = escapeXml(content.title)
  const about = content.about.map((line) => escapeXml(line))
  const labels = ticks.map(({ seconds, label }) => {
    const x = xOf(below, seconds * sampleRate)
    return `<text class="quiet centre" x="${coordinate(x)}" y="624">${label}</text>`
  })
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title about">`,
    `<title id="title">${title}</title>`,
    `<desc id="about">${about.join('; ')}</desc>`,
    `<style>${pictureStyle}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${left}" y="42">${title}</text>`,
    ...about.map(
      (line, at) => `<text class="quiet" x="${left}" y="${66 + 20 * at}">${line}</text>`,
    ),
    drawPanel(above, ticks, sampleRate, 'Sent', escapeXml(input.about)),
    drawWaveform(above, input.waveform, 'input'),
    drawBands(above, spots ?? []),
    drawPanel(below, ticks, sampleRate, 'Received', escapeXml(output.about)),
    drawWaveform(below, output.waveform, 'output'),
    drawBands(below, spots ?? []),
    drawCeiling(below, content.ceilingDb),
    spots === undefined
      ? drawDensity(between, content.spots.density())
      : drawMarkers(between, spots),
    ...labels,
    drawLegend(left, 646, escapeXml(content.concealed)),
    '</svg>',
  ]
    .filter((part) => part !== '')
    .join('\n')}\n`
}

function drawCeiling(area: PlotArea, ceilingDb: number): string {
  const ceiling = dbToGain(ceilingDb)
  const line = (sample: number): string =>
    `M${area.left},${coordinate(yOf(area, sample))}H${area.left + area.width}`
  return `<path class="ceiling" d="${line(ceiling)}${line(-ceiling)}"/>`
}

/** A rectangle of the picture whose width is a stretch of time, and whose height full scale. */
export interface PlotArea {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** What the width stands for. */
  readonly frameCount: number
}

/** Where a frame lies, from left to right. */
export function xOf(area: PlotArea, frame: number): number {
  return area.left + (area.width * frame) / Math.max(1, area.frameCount)
}

/** Where a sample lies, from top (+1) to bottom (-1); beyond full scale, at the rim. */
export function yOf(area: PlotArea, sample: number): number {
  const within = Math.max(-1, Math.min(1, sample))
  return area.top + (area.height * (1 - within)) / 2
}

/** A coordinate as it stands in the file: a tenth of a pixel is enough. */
export function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10)
}

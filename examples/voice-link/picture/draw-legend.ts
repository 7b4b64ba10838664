interface LegendEntry {
  readonly swatch: string
  readonly label: string
  /** Where the next entry begins, in pixels from this one. */
  readonly width: number
}

/** What the colours mean, in one line that begins at `x` and stands on `y`. */
export function drawLegend(x: number, y: number, concealed: string): string {
  const two = (className: string): string =>
    `<rect class="input ${className}" width="9" height="12"/>` +
    `<rect class="output ${className}" x="9" width="9" height="12"/>`
  const entries: LegendEntry[] = [
    { swatch: two('peaks'), label: 'peak', width: 84 },
    { swatch: two(''), label: 'RMS', width: 84 },
    {
      swatch: '<path class="ceiling" d="M0,6H18"/>',
      label: 'ceiling of the limiter',
      width: 206,
    },
    {
      swatch:
        '<rect class="concealed band" width="18" height="12"/>' +
        '<path class="concealed" d="M9,9l-5,-9h10Z"/>',
      label: concealed,
      width: 0,
    },
  ]
  let left = x
  return entries
    .map(({ swatch, label, width }) => {
      const at = left
      left += width
      return `<g transform="translate(${at} ${y})">${swatch}<text x="26" y="11">${label}</text></g>`
    })
    .join('\n')
}

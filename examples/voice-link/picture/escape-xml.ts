const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Text as it may stand in an SVG file, without the control characters that no XML may hold. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => entities[character] as string)
    .replace(/\p{Cc}|[\uD800-\uDFFF\uFFFE\uFFFF]/gu, '\uFFFD')
}

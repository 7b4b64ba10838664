/** A text of a chunk: up to its first NUL, as UTF-8 if it is that, else as Latin-1. @internal */
export function readChunkText(view: DataView, offset: number, byteLength: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, byteLength)
  const end = bytes.indexOf(0)
  const text = end < 0 ? bytes : bytes.subarray(0, end)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text).trimEnd()
  } catch {
    return new TextDecoder('latin1').decode(text).trimEnd()
  }
}

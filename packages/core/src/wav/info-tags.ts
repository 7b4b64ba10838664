import { readFourCc } from './chunk-header.js'
import { readChunkText } from './chunk-text.js'

/** Tags that are read from one file. @internal */
export const maxInfoTags = 256

/**
 * Adds the texts of a `LIST` chunk of the type `INFO` to the tags; other lists are left alone, and
 * a damaged list gives the texts before the damage. The first of two equal ids wins.
 *
 * @internal
 */
export function readInfoTags(
  view: DataView,
  littleEndian: boolean,
  tags: Map<string, string>,
): void {
  if (view.byteLength < 4 || readFourCc(view, 0) !== 'INFO') return
  let offset = 4
  while (offset + 8 <= view.byteLength && tags.size < maxInfoTags) {
    const id = readFourCc(view, offset)
    const byteLength = view.getUint32(offset + 4, littleEndian)
    if (id === undefined || offset + 8 + byteLength > view.byteLength) return
    if (!tags.has(id)) tags.set(id, readChunkText(view, offset + 8, byteLength))
    offset += 8 + byteLength + (byteLength % 2)
  }
}

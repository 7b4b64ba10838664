import type { HeaderWindow } from './header-window.js'

/** The eight bytes in front of every chunk. @internal */
export interface ChunkHeader {
  /** Four printable characters, or `undefined` where the bytes can be no chunk id. */
  readonly id: string | undefined
  /** Size of the content as the file states it, in bytes. */
  readonly statedBytes: number
  /** Where the content begins. */
  readonly contentOffset: number
}

/** The four characters at an offset, or `undefined` if one of them is not printable ASCII. @internal */
export function readFourCc(view: DataView, offset: number): string | undefined {
  let text = ''
  for (let index = offset; index < offset + 4; index++) {
    const byte = view.getUint8(index)
    if (byte < 0x20 || byte > 0x7e) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

/** Reads the header of the chunk at an offset; `undefined` if the file ends before or in it. @internal */
export async function readChunkHeader(
  window: HeaderWindow,
  offset: number,
  littleEndian: boolean,
): Promise<ChunkHeader | undefined> {
  const view = await window.view(offset, 8)
  if (view.byteLength < 8) return undefined
  return {
    id: readFourCc(view, 0),
    statedBytes: view.getUint32(4, littleEndian),
    contentOffset: offset + 8,
  }
}

const commonIds: ReadonlySet<string> = new Set([
  'fmt ',
  'data',
  'fact',
  'LIST',
  'bext',
  'JUNK',
  'cue ',
  'id3 ',
])

/**
 * Where the next chunk begins. Content of odd size is followed by a pad byte; some writers forget
 * it, which shows by a well-known id in its place.
 *
 * @internal
 */
export async function nextChunkOffset(
  window: HeaderWindow,
  contentEnd: number,
  byteLength: number,
): Promise<number> {
  if (byteLength % 2 === 0) return contentEnd
  const view = await window.view(contentEnd, 4)
  const unpadded = view.byteLength === 4 ? readFourCc(view, 0) : undefined
  return unpadded !== undefined && commonIds.has(unpadded) ? contentEnd : contentEnd + 1
}

import { unknownSize } from './ds64-chunk.js'
import { encodeWavHeader } from './encode-wav-header.js'
import type { WavHeaderLayout } from './wav-header-layout.js'

/**
 * The header of a file that is written from the first byte to the last and never gone back to: all
 * sizes are `0xFFFFFFFF`, which means unknown, or up to the end.
 *
 * @internal
 */
export function encodeStreamHeader(layout: WavHeaderLayout): Uint8Array {
  const header = encodeWavHeader(layout, 0)
  const view = new DataView(header.buffer)
  view.setUint32(4, unknownSize, true)
  if (layout.fact) view.setUint32(layout.dataOffset - 12, unknownSize, true)
  view.setUint32(layout.dataOffset - 4, unknownSize, true)
  return header
}

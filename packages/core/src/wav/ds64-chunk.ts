import { readFourCc } from './chunk-header.js'
import { fileInvalid } from './file-error.js'

/** The 64-bit sizes of an RF64 or BW64 file. @internal */
export interface Ds64Chunk {
  readonly dataBytes: number
  /** Sizes of other chunks above 4 GiB, by id. */
  readonly chunkBytes: ReadonlyMap<string, number>
}

/** Table entries that are read; real files have none or a few. @internal */
export const maxDs64Entries = 64

/** The value of a 32-bit size field that says: see `ds64`, or: unknown. @internal */
export const unknownSize = 0xffff_ffff

/** Reads the content of a `ds64` chunk (EBU Tech 3306). @internal */
export function parseDs64Chunk(path: string, view: DataView): Ds64Chunk {
  if (view.byteLength < 24) {
    throw fileInvalid(path, `its 'ds64' chunk has ${view.byteLength} bytes, at least 24 are needed`)
  }
  const chunkBytes = new Map<string, number>()
  const entryCount = view.byteLength < 28 ? 0 : Math.min(view.getUint32(24, true), maxDs64Entries)
  for (
    let offset = 28;
    offset + 12 <= Math.min(view.byteLength, 28 + entryCount * 12);
    offset += 12
  ) {
    const id = readFourCc(view, offset)
    if (id !== undefined) chunkBytes.set(id, readSize(view, offset + 4))
  }
  return { dataBytes: readSize(view, 8), chunkBytes }
}

/** Sizes above 2^53 are rounded, which changes nothing: they are longer than any file. */
function readSize(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset, true))
}

import { nextChunkOffset, readChunkHeader } from './chunk-header.js'
import type { HeaderWindow } from './header-window.js'

/** What a `data` chunk claims about its length. @internal */
export interface DataClaim {
  readonly contentOffset: number
  /** From its header, or from `ds64` if that has it; `undefined` where it was not known. */
  readonly statedBytes: number | undefined
  readonly littleEndian: boolean
  readonly bytesPerFrame: number
}

/** The length that is used. @internal */
export interface DataLength {
  /** Bytes of the chunk, within the file. */
  readonly chunkBytes: number
  /** Bytes of whole frames in it. */
  readonly frameBytes: number
  readonly warning: string | undefined
}

/** Chunks that may follow the samples of a file whose data length of 0 is believed. */
const maxProbedChunks = 64

/**
 * How many bytes of samples are read:
 * - a stated length that ends inside the file is believed;
 * - `0xFFFFFFFF` and a length beyond the end of the file mean: to the end of the file;
 * - 0 means: to the end of the file too (a writer that never came to fill it in), unless the file
 *   ends there or what follows is a row of chunks up to its end;
 * - a last incomplete frame is left out.
 *
 * @internal
 */
export async function resolveDataLength(
  window: HeaderWindow,
  claim: DataClaim,
): Promise<DataLength> {
  const { contentOffset, statedBytes, bytesPerFrame } = claim
  const available = window.reader.byteLength - contentOffset
  const problem = await doubt(window, claim, available)
  const chunkBytes = problem === undefined ? (statedBytes as number) : available
  const surplus = chunkBytes % bytesPerFrame
  const notes = [
    ...(problem === undefined ? [] : [`${problem}; they were read up to the end of the file.`]),
    ...(surplus === 0
      ? []
      : [`The last ${surplus} bytes of the samples are no whole frame and were left out.`]),
  ]
  return {
    chunkBytes,
    frameBytes: chunkBytes - surplus,
    warning: notes.length === 0 ? undefined : notes.join(' '),
  }
}

async function doubt(
  window: HeaderWindow,
  claim: DataClaim,
  available: number,
): Promise<string | undefined> {
  const { statedBytes } = claim
  if (statedBytes === undefined) return 'The length of the samples was not stated'
  if (statedBytes > available) {
    return `The length of the samples was stated as ${statedBytes} bytes, of which the file has ${available}`
  }
  if (statedBytes > 0 || (await onlyChunksFollow(window, claim))) return undefined
  return 'The length of the samples was stated as 0'
}

async function onlyChunksFollow(window: HeaderWindow, claim: DataClaim): Promise<boolean> {
  let offset = claim.contentOffset
  for (let count = 0; count < maxProbedChunks; count++) {
    if (offset >= window.reader.byteLength) return true
    const header = await readChunkHeader(window, offset, claim.littleEndian)
    if (header?.id === undefined) return false
    const end = header.contentOffset + header.statedBytes
    if (end > window.reader.byteLength) return false
    offset = await nextChunkOffset(window, end, header.statedBytes)
  }
  return true
}

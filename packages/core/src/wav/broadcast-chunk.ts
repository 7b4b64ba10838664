import { readChunkText } from './chunk-text.js'
import type { WavBroadcast } from './wav-info.js'

/** Bytes of a `bext` chunk up to its time reference. */
const neededBytes = 346

/** Reads a `bext` chunk (EBU Tech 3285), or `undefined` if it is too short to be one. @internal */
export function readBroadcastChunk(
  view: DataView,
  littleEndian: boolean,
): WavBroadcast | undefined {
  if (view.byteLength < neededBytes) return undefined
  return {
    description: readChunkText(view, 0, 256),
    originator: readChunkText(view, 256, 32),
    originatorReference: readChunkText(view, 288, 32),
    originationDate: readChunkText(view, 320, 10),
    originationTime: readChunkText(view, 330, 8),
    timeReferenceFrames: Number(view.getBigUint64(338, littleEndian)),
  }
}

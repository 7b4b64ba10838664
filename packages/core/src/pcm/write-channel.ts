import { countNaN } from './count-nan.js'
import type { TpdfDither } from './tpdf-dither.js'
import type { UnfitTally } from './unfit-tally.js'
import type { WriteSamples } from './write-samples.js'

/** Frames that are dithered at a time. */
const pieceFrames = 1024

/** Writes one channel like a writer does; it also needs to know which channel it is. */
export type WriteChannel = (channel: number, ...run: Parameters<WriteSamples>) => void

/** A writer that keeps account of what did not fit. */
export function writeCounted(write: WriteSamples, tally: UnfitTally): WriteChannel {
  return (_, planar, start, frameCount, view, at, step, littleEndian) => {
    const unfit = write(planar, start, frameCount, view, at, step, littleEndian)
    if (unfit > 0) tally.add(unfit, countNaN(planar, start, frameCount))
  }
}

/** A writer that dithers a channel first, piece by piece, and keeps the account as well. */
export function writeDithered(
  write: WriteSamples,
  tally: UnfitTally,
  dither: TpdfDither,
): WriteChannel {
  const dithered = new Float32Array(pieceFrames)
  return (channel, planar, start, frameCount, view, at, step, littleEndian) => {
    for (let done = 0; done < frameCount; done += pieceFrames) {
      const count = Math.min(pieceFrames, frameCount - done)
      dither.apply(channel, planar, start + done, count, dithered)
      const unfit = write(dithered, 0, count, view, at + done * step, step, littleEndian)
      if (unfit > 0) tally.add(unfit, countNaN(dithered, 0, count))
    }
  }
}

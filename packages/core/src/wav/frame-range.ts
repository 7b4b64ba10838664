import { PatchcordError } from '../errors/patchcord-error.js'
import { msToFrames } from '../time/time.js'
import type { WavInfo } from './wav-info.js'

/** A stretch of a file, in frames. @internal */
export interface FrameRange {
  readonly startFrame: number
  readonly frameCount: number
}

/** The frames that a start and a duration in milliseconds mean in a file. @internal */
export function frameRange(
  info: WavInfo,
  startMs: number,
  durationMs: number | undefined,
): FrameRange {
  const { path, frameCount, format } = info
  const startFrame = msToFrames(startMs, format.sampleRate)
  if (startFrame > frameCount) {
    throw new PatchcordError(
      'invalid-option',
      `startMs ${startMs} lies beyond the end of ${path}, which lasts ${info.durationMs} ms`,
      { details: { path, startMs, durationMs: info.durationMs } },
    )
  }
  const rest = frameCount - startFrame
  const wanted = durationMs === undefined ? rest : msToFrames(durationMs, format.sampleRate)
  return { startFrame, frameCount: Math.min(rest, wanted) }
}

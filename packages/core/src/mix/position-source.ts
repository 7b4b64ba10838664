import type { AudioBuffer } from '../data/audio-buffer.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { ReadResult } from '../ports/audio-source.js'
import { CombinedSource } from './combined-source.js'
import type { InputLane } from './input-lane.js'

/** Puts inputs together frame by frame of the same position. @internal */
export abstract class PositionSource extends CombinedSource {
  private position = 0

  /** The first channel of the result that a lane adds to. */
  protected abstract firstChannel(lane: number): number

  protected readItem(): ReadResult<AudioBuffer> {
    this.noteTailLosses()
    const wanted = this.position + (this.combining.framesPerBuffer ?? 4096)
    const missing = this.lanes.filter((lane) => !lane.readTo(wanted) && !lane.stalled)
    if (missing.length > 0 && !this.endsBefore(wanted)) return this.waitFor(missing)
    this.goOn()
    const frameCount = Math.min(wanted, this.lastPosition()) - this.position
    if (frameCount <= 0) return null
    return this.combine(this.format as AudioFormat, frameCount)
  }

  private combine(format: AudioFormat, frameCount: number): AudioBuffer {
    const { position, lanes } = this
    const { timestampMs, metadata } = this.particularsFrom(lanes) ?? {}
    const out = this.pool.acquire({
      ...format,
      frameCount,
      position,
      timestampMs,
      discontinuity: lanes.some((lane) => lane.jumpsIn(position, frameCount)),
      ...(metadata === undefined ? {} : { metadata }),
    })
    out.samples.fill(0)
    lanes.forEach((lane, index) => {
      const silence = position + frameCount - Math.max(position, lane.end)
      if (lane.stalled && !lane.ended && silence > 0) this.countSilence(silence)
      lane.addByPosition(
        { samples: out.samples, frameCount, firstChannel: this.firstChannel(index) },
        position,
      )
    })
    this.position += frameCount
    return out
  }

  /** Whether the result ends before a position, whatever the inputs that are waited for give. */
  private endsBefore(position: number): boolean {
    return (
      this.combining.until === 'shortest' &&
      this.lanes.some((lane) => lane.ended && lane.end <= this.position && lane.end < position)
    )
  }

  /** Where the result ends, as far as is known. */
  private lastPosition(): number {
    const ended = this.lanes.filter((lane: InputLane) => lane.ended)
    if (this.combining.until === 'shortest')
      return Math.min(...ended.map(({ end }) => end), Infinity)
    return ended.length === this.lanes.length ? Math.max(...ended.map(({ end }) => end)) : Infinity
  }
}

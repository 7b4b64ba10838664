import type { AudioBuffer } from '../data/audio-buffer.js'
import type { AudioFormat } from '../format/audio-format.js'
import { msToFrames } from '../time/time.js'
import type { Stage } from '../pipeline/stage.js'
import type { ReadResult } from '../ports/audio-source.js'
import type { MixOptions } from './combine-options.js'
import { CombinedSource } from './combined-source.js'
import type { InputLane } from './input-lane.js'

/** How much an input that does not give the pace may hold back, in milliseconds. */
const maxLagMs = 50

/** Sums live inputs as they arrive, at the pace of one of them. @internal */
export class ClockMixSource extends CombinedSource {
  private position = 0
  private master: number

  constructor(
    inputs: readonly (readonly Stage[])[],
    private readonly options: MixOptions,
  ) {
    super(inputs, { name: 'mix', ...options })
    this.master = options.clockMaster ?? 0
  }

  protected laneFormat(format: AudioFormat, first: AudioFormat | undefined): AudioFormat {
    return this.options.format ?? first ?? format
  }

  protected resultFormat([first]: readonly AudioFormat[]): AudioFormat {
    return first as AudioFormat
  }

  protected readItem(): ReadResult<AudioBuffer> {
    this.noteTailLosses()
    const over = this.lanes.filter((lane) => lane.exhausted).length
    if (over === this.lanes.length || (over > 0 && this.options.until === 'shortest')) return null
    const master = this.lanes[this.master] as InputLane
    const frameCount = this.options.framesPerBuffer ?? 1
    if (!master.readFrames(frameCount) && (!master.ended || master.bufferedFrames === 0)) {
      if (!master.ended && !master.stalled) return this.waitFor([master])
      return this.nextMaster()
    }
    this.goOn()
    return this.sum(this.format as AudioFormat, this.options.framesPerBuffer ?? master.headFrames)
  }

  /** The master has ended or stalled: the next input that has something gives the pace. */
  private nextMaster(): ReadResult<AudioBuffer> {
    const waiting = this.lanes.filter((lane) => !lane.exhausted)
    const next = this.lanes.findIndex((lane) => lane.readFrames(1))
    if (next < 0) return this.waitFor(waiting)
    this.master = next
    return this.readItem()
  }

  private sum(format: AudioFormat, frameCount: number): AudioBuffer {
    const { lanes } = this
    const { timestampMs, metadata } = (lanes[this.master] as InputLane).head as AudioBuffer
    const most = Math.max(frameCount, msToFrames(maxLagMs, format.sampleRate))
    for (const lane of lanes) lane.readFrames(most)
    const discontinuity = lanes.some((lane) => lane.jumpsAhead(frameCount))
    const out = this.pool.acquire({
      ...format,
      frameCount,
      position: this.position,
      timestampMs,
      metadata,
      discontinuity,
    })
    out.samples.fill(0)
    for (const lane of lanes) {
      const given = lane.addOldest({ samples: out.samples, frameCount, firstChannel: 0 })
      if (given < frameCount && !lane.spent) this.countSilence(frameCount - given)
    }
    this.position += frameCount
    return out
  }
}

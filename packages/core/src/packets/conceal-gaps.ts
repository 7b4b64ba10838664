import type { AudioBuffer } from '../data/audio-buffer.js'
import type { AudioFormat } from '../format/audio-format.js'
import { AudioProcessor, type Emit } from '../ports/audio-processor.js'
import { framesToMs, msToFrames, offlineFramesPerBuffer } from '../time/time.js'
import { AudioHistory } from './audio-history.js'
import {
  type CheckedConcealGapsOptions,
  type ConcealGapsOptions,
  checkConcealGapsOptions,
} from './conceal-gaps-options.js'
import { type ConcealStats, type ConcealedEvent, newConcealCounters } from './conceal-stats.js'
import { Continuation, mirrorLoops, periodLoops } from './continuation.js'
import { GapJoint } from './gap-joint.js'
import { pitchHistoryFrames, pitchPeriod } from './pitch-period.js'

/** What {@link concealGaps} makes. Event `concealed` ({@link ConcealedEvent}): a gap was filled. */
export class ConcealGaps extends AudioProcessor {
  private readonly settings: CheckedConcealGapsOptions
  private readonly counts = newConcealCounters()
  private history = new AudioHistory(1, 1)
  private fadeFrames = 1
  /** Where the next frame out belongs; unknown before the first one. */
  private expected: number | undefined
  private joint: GapJoint | undefined

  /** @internal */
  constructor(options: ConcealGapsOptions) {
    const settings = checkConcealGapsOptions(options)
    super({ name: 'concealGaps', ...options, discontinuity: 'own' })
    this.settings = settings
    this.expected = settings.startPosition
  }

  /** What went through so far, and what was put in. */
  override stats(): ConcealStats {
    return { ...super.stats(), ...this.counts }
  }

  protected override configure(input: AudioFormat): AudioFormat {
    const { sampleRate, channelCount } = input
    if (this.inputFormat !== undefined) this.expected = undefined
    this.joint = undefined
    this.fadeFrames = Math.max(1, msToFrames(this.settings.fadeMs, sampleRate))
    const capacity = Math.max(this.fadeFrames, pitchHistoryFrames(sampleRate))
    this.history = new AudioHistory(channelCount, capacity)
    return input
  }

  protected processItem(buffer: AudioBuffer, emit: Emit<AudioBuffer>): AudioBuffer | undefined {
    const expected = (this.expected ??= buffer.position)
    const gap = buffer.position - expected
    const overlaps = buffer.position + buffer.frameCount > expected
    if (this.isJump(buffer, gap, overlaps)) {
      this.counts.jumps++
      this.takeOver(this.continuation(), 0)
      return this.pass(buffer, true)
    }
    if (gap > 0) {
      this.fill(buffer, gap, emit)
      return this.pass(buffer, false)
    }
    if (gap < 0) {
      this.counts.trimmedFrames += Math.min(-gap, buffer.frameCount)
      if (!overlaps) {
        this.countDrop({ items: 1, frames: buffer.frameCount, reason: 'late' })
        return undefined
      }
      this.takeOver(this.continuation(), 0)
      return this.pass(this.withoutHead(buffer, -gap), false)
    }
    // Something is missing here, nobody knows how much: the joint is smoothed, the mark stays.
    if (buffer.discontinuity) this.takeOver(this.continuation(), 0)
    return this.pass(buffer, buffer.discontinuity)
  }

  /** Whether a buffer continues elsewhere: too far ahead to be filled, or from another beginning. */
  private isJump(buffer: AudioBuffer, gap: number, overlaps: boolean): boolean {
    const longest = msToFrames(this.settings.maxFillMs, buffer.sampleRate)
    return gap > longest || gap < -longest || (gap < 0 && !overlaps && buffer.discontinuity)
  }

  private continuation(): Continuation {
    const { history, fadeFrames } = this
    const { sampleRate } = this.inputFormat as AudioFormat
    const { strategy, maxGapMs } = this.settings
    if (strategy === 'fade') return new Continuation(mirrorLoops(history, fadeFrames), fadeFrames)
    const length = Math.max(1, msToFrames(maxGapMs, sampleRate))
    const loops =
      history.filledFrames < history.capacityFrames
        ? mirrorLoops(history, history.filledFrames)
        : periodLoops(history, pitchPeriod(history, sampleRate))
    return new Continuation(loops, length)
  }

  /** From now on received audio is heard again, fading in. */
  private takeOver(continuation: Continuation, startFrame: number): void {
    const heard = this.history.filledFrames > 0
    this.joint = heard ? new GapJoint(continuation, startFrame, this.fadeFrames) : undefined
  }

  private fill(next: AudioBuffer, frames: number, emit: Emit<AudioBuffer>): void {
    const { sampleRate, channelCount, channelLayout, position, timestampMs } = next
    const continuation = this.continuation()
    const begin = position - frames
    for (let done = 0; done < frames; done += offlineFramesPerBuffer) {
      const frameCount = Math.min(offlineFramesPerBuffer, frames - done)
      const buffer = this.pool.acquire({
        sampleRate,
        channelCount,
        channelLayout,
        frameCount,
        position: begin + done,
        timestampMs:
          timestampMs === undefined
            ? undefined
            : timestampMs - framesToMs(frames - done, sampleRate),
        metadata: { concealed: true },
      })
      const { samples } = buffer
      for (let channel = 0; channel < channelCount; channel++) {
        for (let index = 0; index < frameCount; index++) {
          samples[channel * frameCount + index] = continuation.sampleAt(channel, done + index)
        }
      }
      this.history.append(samples, frameCount)
      emit(buffer)
    }
    this.takeOver(continuation, frames)
    this.counts.concealedGaps++
    this.counts.concealedFrames += frames
    const durationMs = framesToMs(frames, sampleRate)
    const event: ConcealedEvent = {
      stage: this.name,
      position: begin,
      frameCount: frames,
      durationMs,
    }
    this.emit('concealed', event)
  }

  private withoutHead(buffer: AudioBuffer, frames: number): AudioBuffer {
    const { frameCount, position, timestampMs, sampleRate } = buffer
    const kept = this.pool.acquire({
      ...buffer.particulars(),
      frameCount: frameCount - frames,
      position: position + frames,
      timestampMs:
        timestampMs === undefined ? undefined : timestampMs + framesToMs(frames, sampleRate),
    })
    for (let channel = 0; channel < buffer.channelCount; channel++) {
      kept.samples.set(buffer.channel(channel).subarray(frames), channel * kept.frameCount)
    }
    return kept
  }

  /** Sends received audio on, mixed with what is heard still of the continuation before it. */
  private pass(buffer: AudioBuffer, discontinuity: boolean): AudioBuffer {
    const { joint } = this
    let out = buffer
    if (joint !== undefined) {
      if (buffer.shared) out = this.pool.copyOf(buffer)
      joint.mixInto(out.samples, out.channelCount, out.frameCount)
      if (joint.done) this.joint = undefined
    }
    this.expected = out.position + out.frameCount
    this.history.append(out.samples, out.frameCount)
    return out.discontinuity === discontinuity ? out : out.with({ discontinuity })
  }
}

/**
 * Fills the gaps that lost packets leave, so that the timeline that comes out has none, and never
 * a click. Where a buffer's `position` lies beyond the end of the one before it:
 *
 * - The gap is filled with a continuation of the audio before it (see {@link ConcealStrategy}) that
 *   fades out; what is too long for that is silent. Into the audio after the gap it cross-fades
 *   over `fadeMs`, so the first `fadeMs` that were received are altered. All gains are raised
 *   cosines. Nothing is delayed: it works from what was heard before.
 * - Buffers that were put in carry the metadata `{ concealed: true }` instead of a `discontinuity`,
 *   and are 16 384 frames or shorter; `concealed` is raised once for each gap.
 * - Frames whose place is taken already are cut off (`trimmedFrames`; a whole buffer is dropped with
 *   the reason `late`).
 * - A gap beyond `maxFillMs`, a step back beyond it, and a marked buffer that begins and ends
 *   before the place that was reached are jumps: they stay, marked, with a cross-fade. A mark
 *   without a gap stays too.
 *
 * What is missing at the end of a stream leaves no trace in positions and cannot be filled.
 *
 * @example
 * ```ts
 * import { AudioBuffer, concealGaps, pipeline, sink, source } from '@patchcord/core'
 *
 * const tone = (position: number) =>
 *   new AudioBuffer({ sampleRate: 8000, channelCount: 1, position, samples: Float32Array.from({ length: 160 }, (_, n) => Math.sin((position + n) / 5)) })
 *
 * const conceal = concealGaps()
 * conceal.on('concealed', ({ position, durationMs }) => console.log(position, durationMs))
 * await pipeline(source([tone(0), tone(160), tone(480)]), conceal, sink((b) => console.log(b.position))).finished
 * // 0
 * // 160
 * // 320 20
 * // 320
 * // 480
 * ```
 */
export function concealGaps(options: ConcealGapsOptions = {}): ConcealGaps {
  return new ConcealGaps(options)
}

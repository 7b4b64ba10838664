import {
  type AudioBuffer,
  type AudioFormat,
  AudioSource,
  type Cancel,
  type PortOptions,
  type ReadResult,
  framesToMs,
} from '@patchcord/core'
import { portOptionsOf } from '../options/port-options-of.js'
import type { SignalSettings } from './signal-options.js'

/**
 * Writes the samples of one channel from an absolute frame on. What it writes depends on the
 * frame's index alone, so that the size of the buffers does not matter.
 */
export type WriteSignal = (samples: Float32Array, firstFrame: number, channel: number) => void

/** A source of a signal that is a function of time, as fast as it is read or paced by the clock. */
export class SignalSource extends AudioSource {
  private nextFrame = 0
  private startedAtMs = 0
  private cancelWait: Cancel | undefined

  constructor(
    name: string,
    options: PortOptions,
    private readonly settings: SignalSettings,
    private readonly write: WriteSignal,
    /** What is written depends on the channel. */
    private readonly channelsDiffer = false,
  ) {
    super({ name, ...portOptionsOf(options) })
  }

  protected open(): AudioFormat {
    this.startedAtMs = this.clock.now()
    return this.settings.format
  }

  protected readItem(): ReadResult<AudioBuffer> {
    const { format, framesPerBuffer, realtime } = this.settings
    const frameCount = Math.min(framesPerBuffer, this.settings.frameCount - this.nextFrame)
    if (frameCount <= 0) return null
    const position = this.nextFrame
    if (realtime && !this.isDue(position + frameCount)) return undefined
    this.nextFrame += frameCount
    const timestampMs = realtime
      ? this.startedAtMs + framesToMs(position, format.sampleRate)
      : undefined
    const { sampleRate, channelCount } = format
    const buffer = this.pool.acquire({
      sampleRate,
      channelCount,
      frameCount,
      position,
      timestampMs,
    })
    for (let channel = 0; channel < channelCount; channel++) {
      if (channel === 0 || this.channelsDiffer)
        this.write(buffer.channel(channel), position, channel)
      else buffer.samples.copyWithin(channel * frameCount, 0, frameCount)
    }
    return buffer
  }

  protected override teardown(): void {
    this.cancelWait?.()
  }

  /** Whether the frames before this one have been captured by now; if not, waits for it. */
  private isDue(frame: number): boolean {
    const dueMs = this.startedAtMs + framesToMs(frame, this.settings.format.sampleRate)
    const waitMs = dueMs - this.clock.now()
    if (waitMs <= 0) return true
    this.cancelWait = this.clock.schedule(waitMs, () => {
      this.cancelWait = undefined
      this.itemReady()
    })
    return false
  }
}

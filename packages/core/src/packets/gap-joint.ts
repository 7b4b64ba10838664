import { type Continuation, fadeOutGain } from './continuation.js'

/**
 * The place where received audio takes over from a continuation: for a while both are heard, the
 * one fading in and the other out.
 *
 * @internal
 */
export class GapJoint {
  private mixed = 0

  constructor(
    private readonly continuation: Continuation,
    /** How far into the continuation the audio takes over. */
    private readonly startFrame: number,
    private readonly fadeFrames: number,
  ) {}

  /** Whether the received audio is heard alone from now on. */
  get done(): boolean {
    return this.mixed >= this.fadeFrames
  }

  /** Fades planar samples in, in place. */
  mixInto(planar: Float32Array, channelCount: number, frameCount: number): void {
    const { continuation, fadeFrames, mixed } = this
    const count = Math.min(frameCount, fadeFrames - mixed)
    for (let index = 0; index < count; index++) {
      const old = fadeOutGain(mixed + index, fadeFrames)
      for (let channel = 0; channel < channelCount; channel++) {
        const at = channel * frameCount + index
        const before = continuation.sampleAt(channel, this.startFrame + mixed + index)
        planar[at] = planar[at]! * (1 - old) + before * old
      }
    }
    this.mixed += count
  }
}

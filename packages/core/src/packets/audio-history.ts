/**
 * Remembers the last frames of a stream, channel by channel.
 *
 * @internal
 */
export class AudioHistory {
  /** The last {@link AudioHistory.capacityFrames} frames of each channel, the latest at the end. */
  readonly channels: readonly Float32Array[]
  /** How many frames at the end have been heard. */
  filledFrames = 0

  constructor(
    channelCount: number,
    readonly capacityFrames: number,
  ) {
    this.channels = Array.from({ length: channelCount }, () => new Float32Array(capacityFrames))
  }

  /** Takes in planar samples. */
  append(planar: Float32Array, frameCount: number): void {
    const { capacityFrames } = this
    const count = Math.min(frameCount, capacityFrames)
    this.filledFrames = Math.min(capacityFrames, this.filledFrames + count)
    for (let channel = 0; channel < this.channels.length; channel++) {
      const kept = this.channels[channel] as Float32Array
      const end = (channel + 1) * frameCount
      kept.copyWithin(0, count)
      kept.set(planar.subarray(end - count, end), capacityFrames - count)
    }
  }
}

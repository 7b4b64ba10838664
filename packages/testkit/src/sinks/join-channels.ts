import type { AudioBuffer } from '@patchcord/core'

/** Puts the buffers of one format behind each other; an array for each channel. */
export function joinChannels(buffers: readonly AudioBuffer[]): Float32Array[] {
  const frames = buffers.reduce((sum, buffer) => sum + buffer.frameCount, 0)
  const channels = Array.from(
    { length: buffers[0]?.channelCount ?? 0 },
    () => new Float32Array(frames),
  )
  let at = 0
  for (const buffer of buffers) {
    channels.forEach((channel, index) => channel.set(buffer.channel(index), at))
    at += buffer.frameCount
  }
  return channels
}

import type { AudioFormat } from '../format/audio-format.js'

/**
 * The one place where frames, milliseconds and bytes are turned into each other. Positions are
 * whole frames below 2^53: 5900 years at 48 kHz.
 */

/** How long a number of frames lasts, in milliseconds. */
export function framesToMs(frameCount: number, sampleRate: number): number {
  return (frameCount * 1000) / sampleRate
}

/** The number of whole frames nearest to a duration in milliseconds. */
export function msToFrames(durationMs: number, sampleRate: number): number {
  return Math.round((durationMs * sampleRate) / 1000)
}

/** The bytes that frames of a format take at a sample size in bytes. */
export function framesToBytes(
  frameCount: number,
  channelCount: number,
  bytesPerSample: number,
): number {
  return frameCount * channelCount * bytesPerSample
}

/** The whole frames that fit into a number of bytes. */
export function bytesToFrames(
  byteCount: number,
  channelCount: number,
  bytesPerSample: number,
): number {
  return Math.floor(byteCount / (channelCount * bytesPerSample))
}

/** A position at one rate, expressed at another, rounded to the nearest frame. */
export function rescalePosition(position: number, fromRate: number, toRate: number): number {
  return fromRate === toRate ? position : Math.round((position * toRate) / fromRate)
}

/** The frames of a live buffer: 10 ms, at least one frame. */
export function liveFramesPerBuffer(format: Pick<AudioFormat, 'sampleRate'>): number {
  return Math.max(1, msToFrames(10, format.sampleRate))
}

/** The frames of an offline buffer. */
export const offlineFramesPerBuffer = 16_384

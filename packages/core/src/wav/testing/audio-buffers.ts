import { AudioBuffer } from '../../data/audio-buffer.js'
import type { AudioFormat } from '../../format/audio-format.js'
import type { WavFileSink } from '../wav-file-sink.js'
import type { WavFileSource } from '../wav-file-source.js'

/** A buffer of samples for tests. */
export function bufferOf(
  format: AudioFormat,
  samples: ArrayLike<number>,
  position = 0,
): AudioBuffer {
  return new AudioBuffer({ ...format, samples: Float32Array.from(samples), position })
}

/** Frames `start` to `start + frameCount` of a signal that no other place of it repeats soon, for tests. */
export function testSignal(format: AudioFormat, start: number, frameCount: number): AudioBuffer {
  const samples = new Float32Array(format.channelCount * frameCount)
  for (let channel = 0; channel < format.channelCount; channel++) {
    for (let frame = 0; frame < frameCount; frame++) {
      const step = ((start + frame) * 37 + channel * 101) % 65_521
      samples[channel * frameCount + frame] = (step - 32_760) / 32_768
    }
  }
  return new AudioBuffer({ ...format, samples, position: start })
}

/** Writes buffers to a sink and waits until the file is complete, for tests. */
export async function writeAll(sink: WavFileSink, buffers: readonly AudioBuffer[]): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    sink.once('close', resolve)
    sink.once('error', reject)
  })
  // The rejection is handled below, after the writes that may cause it.
  closed.catch(() => undefined)
  for (const buffer of buffers) {
    await new Promise<void>((resolve) => sink.write(buffer, () => resolve()))
  }
  if (!sink.destroyed) sink.end()
  await closed
}

/** All that a source gives, one array for each channel, for tests. */
export async function readAll(source: WavFileSource): Promise<Float32Array[]> {
  const parts: Float32Array[][] = []
  for await (const buffer of source) {
    for (let channel = 0; channel < buffer.channelCount; channel++) {
      ;(parts[channel] ??= []).push(buffer.channel(channel).slice())
    }
  }
  return parts.map(joined)
}

/** Whether two arrays hold the same samples; quicker than a deep comparison, for tests. */
export function sameSamples(a: Float32Array | undefined, b: Float32Array): boolean {
  if (a?.length !== b.length) return false
  return a.every((value, index) => value === b[index])
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

import { type AudioBuffer, pipeline, sink, wavFileSource } from '@patchcord/core'

/** All samples of one channel of a WAV file. */
export async function readSamples(path: string, channel = 0): Promise<Float32Array> {
  const parts: Float32Array[] = []
  const collect = sink((buffer: AudioBuffer) => void parts.push(buffer.channel(channel).slice()))
  await pipeline(wavFileSource(path), collect).finished
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    samples.set(part, at)
    at += part.length
  }
  return samples
}

import { AudioBuffer, pipeline, source, wavFileSink } from '@patchcord/core'

const sampleRate = 48_000

/** Writes a 16-bit file of so many seconds at 48 kHz: a tone, the same in each second. */
export async function writeToneWav(path: string, seconds: number, channelCount = 2): Promise<void> {
  const samples = Float32Array.from(
    { length: channelCount * sampleRate },
    (_, frame) => 0.5 * Math.sin((2 * Math.PI * 440 * frame) / sampleRate),
  )
  function* second(): Generator<AudioBuffer> {
    for (let index = 0; index < seconds; index++) {
      yield new AudioBuffer({ sampleRate, channelCount, samples, position: index * sampleRate })
    }
  }
  await pipeline(source(second()), wavFileSink(path, { sampleFormat: 's16' })).finished
}

import { AudioBuffer, pipeline, source, wavFileSink } from '@patchcord/core'

const sampleRate = 48_000

/** Writes a 16-bit stereo file of so many seconds at 48 kHz: a tone, the same in each second. */
export async function writeToneWav(path: string, seconds: number): Promise<void> {
  const left = Float32Array.from(
    { length: sampleRate },
    (_, frame) => 0.5 * Math.sin((2 * Math.PI * 440 * frame) / sampleRate),
  )
  const samples = new Float32Array(2 * sampleRate)
  samples.set(left)
  samples.set(left, sampleRate)
  function* second(): Generator<AudioBuffer> {
    for (let index = 0; index < seconds; index++) {
      yield new AudioBuffer({ sampleRate, channelCount: 2, samples, position: index * sampleRate })
    }
  }
  await pipeline(source(second()), wavFileSink(path, { sampleFormat: 's16' })).finished
}

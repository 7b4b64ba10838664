// From CommonJS: Node 20.19 and later can require() ES modules.
const { AudioBuffer, bufferSource, gain, pipeline, wavFileSink } = require('@patchcord/core')
const { nativeBackend, nativeStatus } = require('@patchcord/devices-native')

async function main() {
  const samples = new Float32Array(480).fill(0.5)
  const tone = bufferSource([new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples })])
  const { backend } = await pipeline(tone, gain(), wavFileSink('required.wav')).finished
  console.log(JSON.stringify({ ...backend, ...nativeStatus(), own: nativeBackend().name }))
}

void main()

// To be bundled: uses both packages, and prints what became of it.
import { AudioBuffer, bufferSource, gain, pipeline, wavFileSink } from '@patchcord/core'
import { nativeBackend, nativeStatus } from '@patchcord/devices-native'

function nameOrCode(call) {
  try {
    return call().name
  } catch (error) {
    return error.code
  }
}

const samples = new Float32Array(480).fill(0.5)
const tone = bufferSource([new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples })])
pipeline(tone, gain({ gainDb: -6 }), wavFileSink('bundled.wav')).finished.then(({ backend }) => {
  console.log(JSON.stringify({ ...backend, ...nativeStatus(), own: nameOrCode(nativeBackend) }))
})

// sine-chain SECONDS: a stereo tone through four gains into nothing; prints what ran it, the time it
// took on the processor, and the most memory it held.
import { gain, pipeline, sink } from '@patchcord/core'
import { sine } from '@patchcord/testkit'
import { nativeKernels } from '../native-kernels.js'
import { peakMemoryMb } from '../peak-memory-mb.js'
import { ranOn } from '../ran-on.js'

const sampleRate = 48_000
const frameCount = Number(process.argv[2]) * sampleRate
let frames = 0
const native = await nativeKernels()
const before = process.cpuUsage()
const { finished } = pipeline(
  sine({ frequencyHz: 440, amplitude: 0.5, sampleRate, channelCount: 2, frameCount }),
  gain({ gainDb: -1, ...native.options }),
  gain({ gainDb: 2, ...native.options }),
  gain({ gainDb: -3, ...native.options }),
  gain({ gainDb: 1, ...native.options }),
  sink((buffer) => void (frames += buffer.frameCount)),
)
const backend = ranOn(await finished, native)
const { user, system } = process.cpuUsage(before)
if (frames !== frameCount) throw new Error('frames were lost')
console.log(JSON.stringify({ backend, cpuMs: (user + system) / 1000, peakMb: peakMemoryMb() }))

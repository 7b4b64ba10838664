// sine-chain SECONDS: a stereo tone through four gains into nothing; prints what ran it, the time it
// took on the processor, and the most memory it held.
import { gain, pipeline, sink } from '@patchcord/core'
import { sine } from '@patchcord/testkit'
import { peakMemoryMb } from '../peak-memory-mb.js'
import { ranOn } from '../ran-on.js'

const sampleRate = 48_000
const frameCount = Number(process.argv[2]) * sampleRate
let frames = 0
const before = process.cpuUsage()
const { finished } = pipeline(
  sine({ frequencyHz: 440, amplitude: 0.5, sampleRate, channelCount: 2, frameCount }),
  gain({ gainDb: -1 }),
  gain({ gainDb: 2 }),
  gain({ gainDb: -3 }),
  gain({ gainDb: 1 }),
  sink((buffer) => void (frames += buffer.frameCount)),
)
const backend = ranOn(await finished)
const { user, system } = process.cpuUsage(before)
if (frames !== frameCount) throw new Error('frames were lost')
console.log(JSON.stringify({ backend, cpuMs: (user + system) / 1000, peakMb: peakMemoryMb() }))

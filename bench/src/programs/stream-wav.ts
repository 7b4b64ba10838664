// stream-wav INPUT OUTPUT: copies a file through a gain and prints its own memory on the way.
import { gain, pipeline, readWavInfo, tap, wavFileSink, wavFileSource } from '@patchcord/core'

const [input = '', output = ''] = process.argv.slice(2)
const { frameCount } = await readWavInfo(input)
const marks = [0.1, 0.5, 1]
const rssMb: number[] = []
const liveMb: number[] = []
let frames = 0

function sample(): void {
  rssMb.push(process.memoryUsage.rss() / 2 ** 20)
  for (let round = 0; round < 2; round++) globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  liveMb.push((heapUsed + external) / 2 ** 20)
}

const watch = tap((buffer) => {
  frames += buffer.frameCount
  const mark = marks[rssMb.length]
  if (mark !== undefined && frames >= mark * frameCount) sample()
})
await pipeline(wavFileSource(input), gain({ gainDb: -3 }), watch, wavFileSink(output)).finished
console.log(JSON.stringify({ rssMb, liveMb }))

// stream-wav INPUT OUTPUT: copies a file through a gain and prints its own memory on the way.
import { gain, pipeline, readWavInfo, tap, wavFileSink, wavFileSource } from '@patchcord/core'

const [input = '', output = ''] = process.argv.slice(2)
const info = await readWavInfo(input)
const frameCount = info.frameCount
const marks = [0.1, 0.5, 1]
const atMb: number[] = []
let frames = 0

const watch = tap((buffer) => {
  frames += buffer.frameCount
  const mark = marks[atMb.length]
  if (mark !== undefined && frames >= mark * frameCount) {
    atMb.push(process.memoryUsage.rss() / 2 ** 20)
  }
})
await pipeline(wavFileSource(input), gain({ gainDb: -3 }), watch, wavFileSink(output)).finished
console.log(JSON.stringify({ atMb }))

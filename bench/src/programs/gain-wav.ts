// gain-wav INPUT OUTPUT: makes a file softer; prints what ran it and the most memory it held.
import { gain, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
import { nativeKernels } from '../native-kernels.js'
import { peakMemoryMb } from '../peak-memory-mb.js'
import { ranOn } from '../ran-on.js'

const [input = '', output = ''] = process.argv.slice(2)
const native = await nativeKernels()
const { finished } = pipeline(
  wavFileSource(input),
  gain({ gainDb: -6, ...native.options }),
  wavFileSink(output, { sampleFormat: 's16' }),
)
console.log(JSON.stringify({ backend: ranOn(await finished, native), peakMb: peakMemoryMb() }))

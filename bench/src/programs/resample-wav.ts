// resample-wav INPUT OUTPUT: writes a file at 16 kHz; prints what ran it.
import { pipeline, resample, wavFileSink, wavFileSource } from '@patchcord/core'
import { nativeKernels } from '../native-kernels.js'
import { ranOn } from '../ran-on.js'

const [input = '', output = ''] = process.argv.slice(2)
const native = await nativeKernels()
const { finished } = pipeline(
  wavFileSource(input),
  resample({ sampleRate: 16_000, ...native.options }),
  wavFileSink(output, { sampleFormat: 's16' }),
)
console.log(JSON.stringify({ backend: ranOn(await finished, native) }))

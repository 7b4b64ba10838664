import { compressALaw } from './a-law.js'
import { compressMuLaw } from './mu-law.js'
import type { PcmSampleFormat } from './pcm-sample-format.js'
import { writeCompanded } from './write-companded.js'
import { writeF32, writeF64 } from './write-floats.js'
import { writeS16, writeS24, writeS32, writeS8, writeU8 } from './write-integers.js'
import type { WriteSamples } from './write-samples.js'

/** The loop that writes a sample format. */
export function sampleWriter(sampleFormat: PcmSampleFormat): WriteSamples {
  switch (sampleFormat) {
    case 's8':
      return writeS8
    case 'u8':
      return writeU8
    case 's16le':
    case 's16be':
      return writeS16
    case 's24le':
    case 's24be':
      return writeS24
    case 's32le':
    case 's32be':
      return writeS32
    case 'f32le':
    case 'f32be':
      return writeF32
    case 'f64le':
    case 'f64be':
      return writeF64
    case 'alaw':
      return writeCompanded(compressALaw)
    case 'mulaw':
      return writeCompanded(compressMuLaw)
  }
}

import { expandALaw } from './a-law.js'
import { expandMuLaw } from './mu-law.js'
import type { PcmSampleFormat } from './pcm-sample-format.js'
import { readCompanded } from './read-companded.js'
import { readF32, readF64 } from './read-floats.js'
import { readS16, readS24, readS32, readS8, readU8 } from './read-integers.js'
import type { ReadSamples } from './read-samples.js'

/** The loop that reads a sample format. */
export function sampleReader(sampleFormat: PcmSampleFormat): ReadSamples {
  switch (sampleFormat) {
    case 's8':
      return readS8
    case 'u8':
      return readU8
    case 's16le':
    case 's16be':
      return readS16
    case 's24le':
    case 's24be':
      return readS24
    case 's32le':
    case 's32be':
      return readS32
    case 'f32le':
    case 'f32be':
      return readF32
    case 'f64le':
    case 'f64be':
      return readF64
    case 'alaw':
      return readCompanded(expandALaw)
    case 'mulaw':
      return readCompanded(expandMuLaw)
  }
}

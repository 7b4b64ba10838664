export { decodePcm } from './decode-pcm.js'
export { encodePcm } from './encode-pcm.js'
export { type PcmByteFormat, type PcmLayout, checkPcmByteFormat } from './pcm-byte-format.js'
export { type PcmCodec, pcmCodecOf, pcmSampleFormatOf } from './pcm-codec.js'
export { type PcmBlockDecoder, createPcmDecoder } from './pcm-decoder.js'
export type { PcmDither, PcmDitherOptions } from './pcm-dither.js'
export { type PcmBlockEncoder, type PcmEncodeOptions, createPcmEncoder } from './pcm-encoder.js'
export {
  type PcmSampleFormat,
  bytesPerSample,
  checkPcmSampleFormat,
  pcmSampleFormats,
} from './pcm-sample-format.js'

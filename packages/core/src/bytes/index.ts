export { pcmSink, type PcmSink } from './pcm-sink.js'
export type { PcmSinkOptions } from './pcm-sink-options.js'
export { type ByteInput, pcmSource } from './pcm-source.js'
export type { PcmSourceOptions } from './pcm-source-options.js'

export { type AudioRing, type AudioRingOptions, audioRing } from './audio-ring.js'
export type { RingReaderState, RingWriterState } from './ring-layout.js'
export { type RingReader, ringReader } from './ring-reader.js'
export {
  type RingOverflowPolicy,
  type RingSink,
  type RingSinkOptions,
  ringSink,
} from './ring-sink.js'
export { type RingSource, type RingSourceOptions, ringSource } from './ring-source.js'
export { type RingStats, ringStats } from './ring-stats.js'
export type { RingWaitOptions } from './ring-wait.js'
export { type RingWriter, ringWriter } from './ring-writer.js'

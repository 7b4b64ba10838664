export { AudioSource, type OpenContext, type ReadResult } from './audio-source.js'
export { AudioProcessor, type Emit, type ProcessResult } from './audio-processor.js'
export { AudioSink } from './audio-sink.js'
export type { SinkOptions, SinkTraits } from './sink-options.js'
export { unsupportedFormat } from './unsupported-format.js'
export { PushSource, type PushSourceOptions } from './push-source.js'
export { bufferSource } from './buffer-source.js'
export type { AcceptedKind } from './item-check.js'
export type {
  DropEvent,
  DropReason,
  FormatChangedEvent,
  PortEvents,
  StateChangedEvent,
  UnderrunEvent,
} from './port-events.js'
export type { PortOptions } from './port-options.js'
export type { PortState } from './port-state.js'
export type { PortStats } from './port-stats.js'
export { processor, type ProcessFunction, type ProcessorFunctionOptions, tap } from './processor.js'
export type { ProcessorOptions, ProcessorTraits } from './processor-options.js'
export { reblock, type ReblockOptions } from './reblock.js'
export type { ReblockTail } from './reblocker.js'
export { sink, type SinkFunctionOptions } from './sink.js'
export { type IterableSourceOptions, source } from './source.js'
export { take, type TakeOptions } from './take.js'

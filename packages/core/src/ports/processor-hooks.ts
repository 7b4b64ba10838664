import type { Item } from '../data/item.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { Emit, ProcessResult } from './audio-processor.js'

/** The hooks of a processor, as its engine calls them. @internal */
export interface ProcessorHooks<In extends Item, Out extends Item> {
  configure(input: AudioFormat): AudioFormat
  admitItem?(item: In): boolean | In
  processItem(item: In, emit: Emit<Out>): ProcessResult<Out> | Promise<ProcessResult<Out>>
  flushItems(emit: Emit<Out>): void | Promise<void>
}

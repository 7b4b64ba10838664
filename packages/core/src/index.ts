/**
 * Formats, buffers, packets, ports, pipelines, kernels and WAV files for Node.js streams.
 *
 * @packageDocumentation
 */
export type { Cancel, Clock } from './clock/clock.js'
export { systemClock } from './clock/system-clock.js'
export { AudioBuffer, type AudioBufferChanges, type AudioBufferInit } from './data/audio-buffer.js'
export {
  type AcquireInit,
  BufferPool,
  type BufferPoolOptions,
  type BufferPoolStats,
} from './data/buffer-pool.js'
export { type Item, type ItemKind, type ItemKinds, type ItemOf, kindOf } from './data/item.js'
export { type ItemMessage, type PackedItem, packItem, unpackItem } from './data/item-message.js'
export type { Metadata } from './data/metadata.js'
export { Packet, type PacketChanges, type PacketInit } from './data/packet.js'
export type { PatchcordErrorCode } from './errors/error-code.js'
export {
  type NumberRange,
  checkChoice,
  checkKnownOptions,
  checkNumber,
  invalidOption,
} from './errors/option-checks.js'
export {
  PatchcordError,
  type PatchcordErrorOptions,
  isPatchcordError,
} from './errors/patchcord-error.js'
export { type AudioFormat, describeFormat, sameFormat } from './format/audio-format.js'
export {
  type ChannelLayout,
  type ChannelName,
  defaultChannelLayout,
} from './format/channel-layout.js'
export type { LiveOverflowPolicy, OverflowPolicy } from './queues/overflow-policy.js'
export * from './bytes/index.js'
export * from './kernels/index.js'
export * from './mix/index.js'
export * from './packets/index.js'
export * from './pcm/index.js'
export * from './pipeline/index.js'
export * from './ports/index.js'
export { portOptionNames } from './ports/port-options.js'
export {
  bytesToFrames,
  framesToBytes,
  framesToMs,
  msToFrames,
  rescalePosition,
} from './time/time.js'
export * from './wav/index.js'

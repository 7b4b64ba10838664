/**
 * Test signals, sinks, faults, a virtual clock and comparisons for audio streams, without hardware
 * and without waiting. The contract suites are at `@patchcord/testkit/contracts`.
 *
 * @packageDocumentation
 */
export { VirtualClock, type VirtualClockOptions } from './clock/virtual-clock.js'
export type { LinkCounts, LinkLossEvent } from './link/link-counts.js'
export { LossyLink, lossyLink } from './link/lossy-link.js'
export type { LossyLinkOptions } from './link/lossy-link-options.js'
export { type PoisonPoolOptions, poisonPool } from './pool/poison-pool.js'
export { seededRandom } from './random/seeded-random.js'
export { type ImpulseOptions, impulse } from './signals/impulse.js'
export type { LevelOptions } from './signals/level.js'
export { type MultiToneOptions, multiTone } from './signals/multi-tone.js'
export { type NoiseOptions, noise } from './signals/noise.js'
export type { SignalLengthOptions } from './signals/signal-length.js'
export type { SignalOptions } from './signals/signal-options.js'
export { type SilenceOptions, silence } from './signals/silence.js'
export { type SineOptions, sine } from './signals/sine.js'
export { type SquareOptions, square } from './signals/square.js'
export { type SweepOptions, sweep } from './signals/sweep.js'
export type { AcceptedItem, Accepts } from './sinks/accepted-kind.js'
export { CollectSink, type CollectSinkOptions, collectSink } from './sinks/collect-sink.js'
export { NullSink, type NullSinkOptions, nullSink } from './sinks/null-sink.js'
export { SlowSink, type SlowSinkOptions, slowSink } from './sinks/slow-sink.js'

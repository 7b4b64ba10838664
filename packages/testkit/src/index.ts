/**
 * Test signals, sinks, faults, a virtual clock and comparisons for audio streams, without hardware
 * and without waiting. The contract suites are at `@patchcord/testkit/contracts`.
 *
 * @packageDocumentation
 */
export { VirtualClock, type VirtualClockOptions } from './clock/virtual-clock.js'
export { type Alignment, type AlignmentOptions, alignment } from './compare/alignment.js'
export { maxAbsoluteError, snrDb } from './compare/difference.js'
export { dominantFrequencyHz } from './compare/dominant-frequency.js'
export { type GoldenOptions, matchesGolden, readGolden } from './compare/golden.js'
export { peak, peakDb, rms, rmsDb } from './compare/level.js'
export { type ThdPlusNOptions, thdPlusNDb, thdPlusNRatio } from './compare/thd-plus-n.js'
export { type DeviceLossOptions, deviceLoss } from './faults/device-loss.js'
export type { FaultPoint } from './faults/fault-point.js'
export { type ShortReadsOptions, shortReads } from './faults/short-reads.js'
export type { StallOptions, Stalling } from './faults/stall.js'
export {
  StallingProcessor,
  type StallingStageOptions,
  stallingProcessor,
} from './faults/stalling-processor.js'
export { StallingSink, stallingSink } from './faults/stalling-sink.js'
export {
  StallingSource,
  type StallingSourceOptions,
  stallingSource,
} from './faults/stalling-source.js'
export type { ThrowOptions, ThrowingStageOptions } from './faults/throw-options.js'
export { type ThrowingProcessorOptions, throwingProcessor } from './faults/throwing-processor.js'
export { type ThrowingSinkOptions, throwingSink } from './faults/throwing-sink.js'
export { type ThrowingSourceOptions, throwingSource } from './faults/throwing-source.js'
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

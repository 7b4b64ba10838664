export { allPass } from './all-pass.js'
export { bandPass, type BandPassOptions } from './band-pass.js'
export { type BiquadCoefficients, biquadCoefficients } from './biquad-coefficients.js'
export type { BiquadSpec } from './biquad-kernel.js'
export type { BiquadParameter } from './biquad-parameters.js'
export type { BiquadSection, BiquadType } from './biquad-section.js'
export { biquad, type BiquadOptions, type CascadeParameter } from './biquad.js'
export { type ChannelMap, channelMap, type ChannelMapOptions } from './channel-map.js'
export type { ChannelMixSpec } from './channel-mix-kernel.js'
export { type ChannelMix, channelMix, type ChannelMixOptions } from './channel-mix.js'
export { dbToGain, gainToDb } from './decibels.js'
export type { FadeCurve, FadeSpec } from './fade-kernel.js'
export { type Fade, fade, type FadeOptions } from './fade.js'
export type {
  KernelFileInput,
  KernelFileJob,
  KernelFileOutcome,
  KernelFileOutput,
  KernelFilePart,
  KernelFilePartStats,
  KernelFileRun,
  KernelFileStats,
} from './kernel-file-job.js'
export type { Filter, FilterOptions, GainFilterOptions, ShelfOptions } from './filter-options.js'
export type { GainSpec } from './gain-kernel.js'
export { type Gain, gain, type GainOptions } from './gain.js'
export { highPass } from './high-pass.js'
export { highShelf } from './high-shelf.js'
export { jsBackend } from './js-backend.js'
export type { KernelOptions } from './kernel-options.js'
export type { KernelProcessor } from './kernel-processor.js'
export { maxChainLength } from './kernel.js'
export type {
  KernelBackend,
  KernelChain,
  KernelInstance,
  KernelName,
  KernelReading,
  KernelSpec,
  KernelSpecs,
} from './kernel.js'
export type { LevelMeterReading, LevelMeterSpec } from './level-meter-kernel.js'
export {
  type LevelMeter,
  levelMeter,
  type LevelMeterOptions,
  type LevelReading,
} from './level-meter.js'
export type { LimiterReading, LimiterSpec } from './limiter-kernel.js'
export { type Limiter, limiter, type LimiterOptions } from './limiter.js'
export { lowPass } from './low-pass.js'
export { lowShelf } from './low-shelf.js'
export { mixMatrix } from './mix-matrix.js'
export { notch } from './notch.js'
export type { ParameterChangedEvent, ParameterDescriptor } from './parameter-descriptor.js'
export { peaking } from './peaking.js'
export type { RampOptions } from './ramp.js'
export { type ResampleSpec, resampleTolerance } from './resample-kernel.js'
export type { ResampleQuality } from './resample-quality.js'
export type { ResampleRatio } from './resample-ratio.js'
export {
  type AdjustableResample,
  type Resample,
  resample,
  type ResampleOptions,
} from './resample.js'

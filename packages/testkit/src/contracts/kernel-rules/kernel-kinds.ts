import * as core from '@patchcord/core'
import type { Dice } from './dice.js'

/** A parameter that is changed while a kernel runs, and a value of it. */
export interface ParameterChange {
  readonly name: string
  readonly value: number
}

/** A processor whose parameters have any names. */
export type AnyKernelProcessor = core.KernelProcessor

/** A kind of kernel: how to make a random processor of it, and what can be changed. */
export interface KernelKind {
  readonly name: string
  readonly make: (dice: Dice, options: core.KernelOptions) => AnyKernelProcessor
  readonly change?: (dice: Dice) => ParameterChange
  /** Its samples may differ from those of TypeScript by the tolerance. */
  readonly tolerated?: boolean
}

function kind<Name extends string>(
  name: string,
  make: (dice: Dice, options: core.KernelOptions) => core.KernelProcessor<Name>,
  change?: (dice: Dice) => ParameterChange,
): KernelKind {
  return {
    name,
    make: (dice, options) => make(dice, options) as unknown as AnyKernelProcessor,
    ...(change === undefined ? {} : { change }),
  }
}

const levels = [-Infinity, -60, -6, 0, 0, 6]
const frequencyHz = (dice: Dice): number => 40 + 3000 * dice.part()
const filterChange = (dice: Dice): ParameterChange =>
  dice.chance(0.5)
    ? { name: 'frequencyHz', value: frequencyHz(dice) }
    : { name: 'q', value: 0.3 + 4 * dice.part() }

/** All kernels, with random settings. */
export const kernelKinds: readonly KernelKind[] = [
  kind(
    'gain',
    (dice, options) => core.gain({ ...options, gainDb: dice.pick(levels) }),
    (dice) => ({ name: 'gainDb', value: dice.pick(levels) }),
  ),
  kind(
    'biquad',
    (dice, options) => core.highPass({ ...options, frequencyHz: frequencyHz(dice) }),
    filterChange,
  ),
  kind('biquad cascade', (dice, options) =>
    core.biquad({
      ...options,
      sections: Array.from({ length: dice.whole(1, 5) }, () => ({
        type: dice.pick(['low-pass', 'all-pass', 'notch'] as const),
        frequencyHz: frequencyHz(dice),
      })),
    }),
  ),
  kind(
    'limiter',
    (dice, options) =>
      core.limiter({
        ...options,
        ceilingDb: dice.pick([-12, -1]),
        lookAheadMs: dice.pick([0, 0.5, 5]),
      }),
    (dice) => ({ name: 'ceilingDb', value: dice.pick([-20, -6, 0]) }),
  ),
  kind('levelMeter', (dice, options) =>
    core.levelMeter({ ...options, windowMs: dice.pick([1, 7, 50]) }),
  ),
  kind('fade', (dice, options) =>
    core.fade({
      ...options,
      direction: dice.pick(['in', 'out'] as const),
      curve: dice.pick(['linear', 'equal-power', 'cosine'] as const),
      startFrame: dice.whole(0, 600),
      durationMs: dice.pick([0, 10, 60]),
    }),
  ),
  kind('channelMap', (dice, options) =>
    core.channelMap({
      ...options,
      channels: Array.from({ length: dice.whole(1, 4) }, () => dice.pick([0, 0, null])),
    }),
  ),
  kind('channelMix', (dice, options) =>
    core.channelMix({ ...options, channelCount: dice.whole(1, 8) }),
  ),
  {
    ...kind('resample', (dice, options) =>
      core.resample({ ...options, sampleRate: dice.pick([8000, 11_025, 16_000, 48_000]) }),
    ),
    tolerated: true,
  },
]

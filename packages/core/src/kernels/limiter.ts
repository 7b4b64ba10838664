import { checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { msToFrames } from '../time/time.js'
import { dbToGain, gainToDb } from './decibels.js'
import type { KernelReading } from './kernel.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import type { LimiterSpec } from './limiter-kernel.js'
import { ParameterSet } from './parameter-set.js'

/** Options of {@link limiter}. */
export interface LimiterOptions extends KernelOptions {
  /**
   * The level that no sample exceeds, in dB of full scale: -60 to 24.
   *
   * @defaultValue -1
   */
  readonly ceilingDb?: number
  /**
   * How long before a peak the gain starts to fall, in milliseconds: 0 to 100. It is the delay too.
   *
   * @defaultValue 5
   */
  readonly lookAheadMs?: number
  /**
   * The time in which the gain makes 63 % of its way back, in milliseconds: 1 to 10 000.
   *
   * @defaultValue 100
   */
  readonly releaseMs?: number
}

type LimiterParameter = 'ceilingDb' | 'releaseMs'

/** What {@link limiter} makes: `ceilingDb` and `releaseMs` can be set while it runs. */
export class Limiter extends KernelProcessor<LimiterParameter> {
  private lowestGain = 1

  /** @internal */
  constructor(
    parameters: ParameterSet<LimiterParameter>,
    lookAheadMs: number,
    options: LimiterOptions,
  ) {
    super(
      {
        name: 'limiter',
        parameters,
        kernel: (input) => limiterSpec(parameters, lookAheadMs, input),
      },
      options,
    )
  }

  /** By how many dB it turned audio down at most since the last call: 0 if it did nothing. */
  readGainReductionDb(): number {
    const reduction = this.lowestGain === 1 ? 0 : -gainToDb(this.lowestGain)
    this.lowestGain = 1
    return reduction
  }

  /** @internal */
  override deliver(readings: readonly KernelReading[]): void {
    for (const reading of readings) {
      if (reading.kernel === 'limiter') this.lowestGain = Math.min(this.lowestGain, reading.gain)
    }
  }
}

function limiterSpec(
  parameters: ParameterSet<LimiterParameter>,
  lookAheadMs: number,
  { sampleRate }: AudioFormat,
): LimiterSpec {
  return {
    kernel: 'limiter',
    ceiling: roundDown(dbToGain(parameters.get('ceilingDb'))),
    lookAheadFrames: msToFrames(lookAheadMs, sampleRate),
    releaseCoefficient: -Math.expm1(-1000 / (parameters.get('releaseMs') * sampleRate)),
  }
}

/** The largest 32-bit float that is not above a positive number. */
function roundDown(value: number): number {
  const rounded = Math.fround(value)
  return rounded <= value ? rounded : Math.fround(rounded * (1 - 2 ** -24))
}

/**
 * A look-ahead brick wall: no sample comes out above `ceilingDb`, and what stays below passes bit
 * for bit. All channels are turned down alike, so that the picture does not move. The gain falls
 * on a straight line over `lookAheadMs` and recovers with `releaseMs`; a ceiling set while it
 * runs holds from the next block on. Frames keep their positions: the first buffers come out
 * shorter by the look-ahead, and the rest comes at the end. What is not finite becomes silence.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, limiter, pipeline, sink } from '@patchcord/core'
 *
 * const loud = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(800).fill(2) })
 * const wall = limiter({ ceilingDb: 0 })
 * await pipeline(bufferSource([loud]), wall, sink((buffer) => console.log(Math.max(...buffer.samples)))).finished // 1, ...
 * console.log(wall.readGainReductionDb().toFixed(1)) // 6.0
 * ```
 */
export function limiter(options: LimiterOptions = {}): Limiter {
  checkKnownOptions('limiter', options, [
    ...kernelOptionNames,
    'ceilingDb',
    'lookAheadMs',
    'releaseMs',
  ])
  const lookAheadMs = checkNumber('lookAheadMs', options.lookAheadMs ?? 5, {
    min: 0,
    max: 100,
    unit: 'ms',
  })
  const parameters = new ParameterSet<LimiterParameter>(
    [
      { name: 'ceilingDb', unit: 'dB', min: -60, max: 24, defaultValue: -1, step: 0.1 },
      { name: 'releaseMs', unit: 'ms', min: 1, max: 10_000, defaultValue: 100, step: 1 },
    ],
    options,
  )
  return new Limiter(parameters, lookAheadMs, options)
}

import { checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { msToFrames } from '../time/time.js'
import type { KernelReading } from './kernel.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import type { LevelMeterReading } from './level-meter-kernel.js'
import { LevelTotal } from './level-total.js'
import { ParameterSet } from './parameter-set.js'

/** Options of {@link levelMeter}. */
export interface LevelMeterOptions extends KernelOptions {
  /**
   * How long each measurement lasts, in milliseconds: 1 to 3 600 000.
   *
   * @defaultValue 100
   */
  readonly windowMs?: number
}

/** A stretch of audio, measured: the data of the event `level`. One number for each channel. */
export interface LevelReading {
  /** Position of the first frame. */
  readonly position: number
  readonly frameCount: number
  /** The largest size of a sample; 1 is full scale. `gainToDb` makes dB of it. */
  readonly peak: readonly number[]
  /** The root of the mean square; a full-scale sine has 0.707. */
  readonly rms: readonly number[]
  /** Samples at or above full scale, and those that are not finite. */
  readonly clipCount: readonly number[]
}

/**
 * What {@link levelMeter} makes.
 *
 * Event `level` ({@link LevelReading}): a window is over, or was ended by a discontinuity or the end.
 */
export class LevelMeter extends KernelProcessor<never> {
  private last: LevelReading | undefined
  private sum = new LevelTotal(0)

  /** @internal */
  constructor(windowMs: number, options: LevelMeterOptions) {
    super(
      {
        name: 'levelMeter',
        parameters: new ParameterSet<never>([], {}),
        kernel: ({ sampleRate }) => ({
          kernel: 'levelMeter',
          windowFrames: Math.max(1, msToFrames(windowMs, sampleRate)),
        }),
      },
      options,
    )
  }

  /** The last window; absent before the first is over. */
  get level(): LevelReading | undefined {
    return this.last
  }

  /** All windows so far, from the first frame on or, where the channel count changed, from there on. */
  get total(): LevelReading {
    return this.sum.reading()
  }

  /** @internal */
  override get readingEvent(): string {
    return 'level'
  }

  /** @internal */
  override deliver(readings: readonly KernelReading[]): void {
    for (const reading of readings) {
      if (reading.kernel !== 'levelMeter') continue
      this.sum.add(reading)
      this.last = levelOf(reading)
      this.emit('level', this.last)
    }
  }

  protected override configure(input: AudioFormat): AudioFormat {
    if (input.channelCount !== this.inputFormat?.channelCount)
      this.sum = new LevelTotal(input.channelCount)
    return super.configure(input)
  }
}

function levelOf({
  position,
  frameCount,
  peak,
  sumOfSquares,
  clipCount,
}: LevelMeterReading): LevelReading {
  return {
    position,
    frameCount,
    peak,
    rms: sumOfSquares.map((sum) => Math.sqrt(sum / frameCount)),
    clipCount,
  }
}

/**
 * Measures peak, RMS and clipped samples of each channel, window by window and in total. Audio
 * passes untouched.
 *
 * @example
 * ```ts
 * import { AudioBuffer, bufferSource, levelMeter, pipeline, sink } from '@patchcord/core'
 *
 * const tone = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(800).fill(-0.5) })
 * const meter = levelMeter({ windowMs: 50 })
 * meter.on('level', ({ position, peak }) => console.log(position, peak[0]))
 * await pipeline(bufferSource([tone]), meter, sink(() => {})).finished
 * console.log(meter.total.rms[0])
 * // 0 0.5
 * // 400 0.5
 * // 0.5
 * ```
 */
export function levelMeter(options: LevelMeterOptions = {}): LevelMeter {
  checkKnownOptions('levelMeter', options, [...kernelOptionNames, 'windowMs'])
  const windowMs = checkNumber('windowMs', options.windowMs ?? 100, {
    min: 1,
    max: 3_600_000,
    unit: 'ms',
  })
  return new LevelMeter(windowMs, options)
}

import {
  AudioBuffer,
  type AudioFormat,
  AudioSink,
  type PortOptions,
  checkChoice,
  checkKnownOptions,
  portOptionNames,
} from '@patchcord/core'
import { type AcceptedItem, type Accepts, acceptedKinds } from './accepted-kind.js'
import { LevelTally } from './level-tally.js'

/** Options of {@link nullSink}. */
export interface NullSinkOptions<Kind extends Accepts = Accepts> extends PortOptions {
  /**
   * What it takes.
   *
   * @defaultValue `'any'`
   */
  readonly accepts?: Kind
}

/** A sink that keeps nothing but counts; made by {@link nullSink}. */
export class NullSink<Kind extends Accepts = 'any'> extends AudioSink<AcceptedItem<Kind>> {
  private readonly level = new LevelTally()
  private itemCount = 0
  private frameTotal = 0
  private discontinuityCount = 0
  private done = false

  constructor(options: NullSinkOptions<Kind> = {}) {
    checkKnownOptions('nullSink', options, [...portOptionNames, 'accepts'])
    super({
      name: 'nullSink',
      ...options,
      accepts: checkChoice('accepts', options.accepts ?? 'any', acceptedKinds),
    })
  }

  /** Items that came. */
  get items(): number {
    return this.itemCount
  }

  /** Frames that came. */
  get frames(): number {
    return this.frameTotal
  }

  /** Items that were marked `discontinuity`. */
  get discontinuities(): number {
    return this.discontinuityCount
  }

  /** Whether the stream came to its end. */
  get finished(): boolean {
    return this.done
  }

  /** The greatest magnitude over all channels, as a factor of full scale; 0 for packets. */
  get peak(): number {
    return this.level.peak
  }

  /** The root mean square over all channels, as a factor of full scale; 0 for packets. */
  get rms(): number {
    return this.level.rms
  }

  protected override changeFormat(_from: AudioFormat, _to: AudioFormat): void {}

  protected writeItem(item: AcceptedItem<Kind>): void {
    this.itemCount++
    this.frameTotal += item.frameCount
    if (item.discontinuity) this.discontinuityCount++
    if (item instanceof AudioBuffer) this.level.add(item.samples)
  }

  protected override finish(): void {
    this.done = true
  }
}

/**
 * A sink that throws everything away and tells how much it was: items, frames, peak, RMS.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { nullSink, sine } from '@patchcord/testkit'
 *
 * const nothing = nullSink()
 * await pipeline(sine({ amplitude: 0.5 }), nothing).finished
 * console.log(nothing.frames, nothing.peak) // 48000 0.5
 * ```
 */
export function nullSink<Kind extends Accepts = 'any'>(
  options: NullSinkOptions<Kind> = {},
): NullSink<Kind> {
  return new NullSink(options)
}

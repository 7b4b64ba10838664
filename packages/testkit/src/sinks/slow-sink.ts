import {
  type AudioFormat,
  AudioSink,
  type PortOptions,
  checkChoice,
  checkKnownOptions,
  checkNumber,
  portOptionNames,
} from '@patchcord/core'
import { type AcceptedItem, type Accepts, acceptedKinds } from './accepted-kind.js'

/** Options of {@link slowSink}. */
export interface SlowSinkOptions<Kind extends Accepts = Accepts> extends PortOptions {
  /**
   * How long each item takes, by the clock: 0 ms or more.
   *
   * @defaultValue 10
   */
  readonly delayMs?: number
  /**
   * What it takes.
   *
   * @defaultValue `'any'`
   */
  readonly accepts?: Kind
}

/** A sink that takes its time; made by {@link slowSink}. */
export class SlowSink<Kind extends Accepts = 'any'> extends AudioSink<AcceptedItem<Kind>> {
  private readonly delayMs: number
  private readonly closing = new AbortController()
  private itemCount = 0
  private frameTotal = 0

  constructor(options: SlowSinkOptions<Kind> = {}) {
    checkKnownOptions('slowSink', options, [...portOptionNames, 'delayMs', 'accepts'])
    const { delayMs = 10, ...rest } = options
    super({
      name: 'slowSink',
      ...rest,
      accepts: checkChoice('accepts', options.accepts ?? 'any', acceptedKinds),
    })
    this.delayMs = checkNumber('delayMs', delayMs, { min: 0, unit: 'ms' })
  }

  /** Items that were taken in full. */
  get items(): number {
    return this.itemCount
  }

  /** Frames that were taken in full. */
  get frames(): number {
    return this.frameTotal
  }

  protected override changeFormat(_from: AudioFormat, _to: AudioFormat): void {}

  protected async writeItem(item: AcceptedItem<Kind>): Promise<void> {
    const { frameCount } = item
    await this.clock.sleep(this.delayMs, this.closing.signal)
    this.itemCount++
    this.frameTotal += frameCount
  }

  protected override teardown(): void {
    this.closing.abort()
  }
}

/**
 * A sink that takes a while for each item, by the clock: whatever is before it must wait, or drop
 * and say so.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { VirtualClock, sine, slowSink } from '@patchcord/testkit'
 *
 * const clock = new VirtualClock()
 * const run = pipeline(sine({ framesPerBuffer: 480 }), slowSink({ delayMs: 1000, clock }))
 * await clock.runUntil(run.finished)
 * console.log(clock.now()) // 100000
 * ```
 */
export function slowSink<Kind extends Accepts = 'any'>(
  options: SlowSinkOptions<Kind> = {},
): SlowSink<Kind> {
  return new SlowSink(options)
}

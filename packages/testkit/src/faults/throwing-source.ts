import type { AudioBuffer, AudioFormat, AudioSource, ReadResult } from '@patchcord/core'
import { type SignalOptions, readSignalOptions } from '../signals/signal-options.js'
import { SignalSource } from '../signals/signal-source.js'
import { FaultWatch } from './fault-point.js'
import {
  type ThrowOptions,
  type ThrowSettings,
  readThrowOptions,
  throwOptionNames,
} from './throw-options.js'

/** Options of {@link throwingSource}. */
export interface ThrowingSourceOptions
  extends SignalOptions, ThrowOptions<'readItem' | 'open' | 'teardown'> {}

class ThrowingSource extends SignalSource {
  private readonly watch: FaultWatch

  constructor(
    options: ThrowingSourceOptions,
    private readonly fault: ThrowSettings<'readItem' | 'open' | 'teardown'>,
  ) {
    const settings = readSignalOptions('throwingSource', options, throwOptionNames)
    super('throwingSource', options, settings, (samples) => samples.fill(settings.amplitude))
    this.watch = new FaultWatch(fault.point)
  }

  protected override open(): AudioFormat {
    if (this.fault.hook === 'open') throw this.fault.error
    return super.open()
  }

  protected override readItem(): ReadResult<AudioBuffer> {
    const item = super.readItem()
    if (!item || this.fault.hook !== 'readItem' || !this.watch.strikes(item)) return item
    item.release()
    throw this.fault.error
  }

  protected override teardown(): void {
    super.teardown()
    if (this.fault.hook === 'teardown') throw this.fault.error
  }
}

/**
 * A source of a constant signal that throws: at an item or frame, when it opens or when it closes.
 *
 * @example
 * ```ts
 * import { isPatchcordError, pipeline } from '@patchcord/core'
 * import { nullSink, throwingSource } from '@patchcord/testkit'
 *
 * const run = pipeline(throwingSource({ atFrame: 4800, framesPerBuffer: 480 }), nullSink())
 * const error = await run.finished.catch((reason: unknown) => reason)
 * console.log(isPatchcordError(error, 'stage-failed')) // true
 * ```
 */
export function throwingSource(options: ThrowingSourceOptions = {}): AudioSource {
  return new ThrowingSource(options, readThrowOptions(options, ['readItem', 'open', 'teardown']))
}

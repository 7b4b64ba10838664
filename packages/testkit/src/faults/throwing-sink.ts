import { type AudioFormat, AudioSink } from '@patchcord/core'
import { portOptionsOf } from '../options/port-options-of.js'
import type { AcceptedItem, Accepts } from '../sinks/accepted-kind.js'
import { FaultWatch } from './fault-point.js'
import {
  type ThrowSettings,
  type ThrowingStageOptions,
  readStageKind,
  readThrowOptions,
  throwOptionNames,
} from './throw-options.js'

type Hook = 'writeItem' | 'open' | 'finish' | 'teardown'

/** Options of {@link throwingSink}. */
export type ThrowingSinkOptions<Kind extends Accepts = Accepts> = ThrowingStageOptions<Hook, Kind>

class ThrowingSink<Kind extends Accepts> extends AudioSink<AcceptedItem<Kind>> {
  private readonly watch: FaultWatch

  constructor(
    options: ThrowingSinkOptions<Kind>,
    accepts: Accepts,
    private readonly fault: ThrowSettings<Hook>,
  ) {
    super({ name: 'throwingSink', ...portOptionsOf(options), accepts })
    this.watch = new FaultWatch(fault.point)
  }

  protected override open(): void {
    this.throwIn('open')
  }

  protected override changeFormat(_from: AudioFormat, _to: AudioFormat): void {}

  protected writeItem(item: AcceptedItem<Kind>): void {
    if (this.watch.strikes(item)) this.throwIn('writeItem')
  }

  protected override finish(): void {
    this.throwIn('finish')
  }

  protected override teardown(): void {
    this.throwIn('teardown')
  }

  private throwIn(hook: Hook): void {
    if (this.fault.hook === hook) throw this.fault.error
  }
}

/**
 * A sink that takes everything until it throws: at an item or frame, when it opens, when it
 * finishes or when it closes.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { sine, throwingSink } from '@patchcord/testkit'
 *
 * const run = pipeline(sine(), throwingSink({ hook: 'finish', error: new Error('disk is gone') }))
 * const error = await run.finished.catch((reason: Error) => reason)
 * console.log(error instanceof Error && error.message) // throwingSink failed: disk is gone
 * ```
 */
export function throwingSink<Kind extends Accepts = 'any'>(
  options: ThrowingSinkOptions<Kind> = {},
): AudioSink<AcceptedItem<Kind>> {
  const kind = readStageKind('throwingSink', options, throwOptionNames)
  const fault = readThrowOptions<Hook>(options, ['writeItem', 'open', 'finish', 'teardown'])
  return new ThrowingSink(options, kind, fault)
}

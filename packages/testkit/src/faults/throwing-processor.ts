import { type AudioFormat, AudioProcessor } from '@patchcord/core'
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

type Hook = 'processItem' | 'configure' | 'flushItems' | 'teardown'

/** Options of {@link throwingProcessor}. */
export type ThrowingProcessorOptions<Kind extends Accepts = Accepts> = ThrowingStageOptions<
  Hook,
  Kind
>

class ThrowingProcessor<Kind extends Accepts> extends AudioProcessor<AcceptedItem<Kind>> {
  private readonly watch: FaultWatch

  constructor(
    options: ThrowingProcessorOptions<Kind>,
    accepts: Accepts,
    private readonly fault: ThrowSettings<Hook>,
  ) {
    super({ name: 'throwingProcessor', ...portOptionsOf(options), accepts })
    this.watch = new FaultWatch(fault.point)
  }

  protected override configure(input: AudioFormat): AudioFormat {
    this.throwIn('configure')
    return input
  }

  protected processItem(item: AcceptedItem<Kind>): AcceptedItem<Kind> {
    if (this.watch.strikes(item)) this.throwIn('processItem')
    return item
  }

  protected override flushItems(): void {
    this.throwIn('flushItems')
  }

  protected override teardown(): void {
    this.throwIn('teardown')
  }

  private throwIn(hook: Hook): void {
    if (this.fault.hook === hook) throw this.fault.error
  }
}

/**
 * A processor that passes everything on until it throws: at an item or frame, when it is
 * configured, at the end, or when it closes.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { nullSink, sine, throwingProcessor } from '@patchcord/testkit'
 *
 * const end = nullSink()
 * const faulty = throwingProcessor({ atItem: 3, error: new Error('out of luck') })
 * const run = pipeline(sine({ framesPerBuffer: 480 }), faulty, end)
 * const error = await run.finished.catch((reason: Error) => reason)
 * console.log(error instanceof Error && error.message) // throwingProcessor failed: out of luck
 * ```
 */
export function throwingProcessor<Kind extends Accepts = 'any'>(
  options: ThrowingProcessorOptions<Kind> = {},
): AudioProcessor<AcceptedItem<Kind>> {
  const kind = readStageKind('throwingProcessor', options, throwOptionNames)
  const fault = readThrowOptions<Hook>(options, [
    'processItem',
    'configure',
    'flushItems',
    'teardown',
  ])
  return new ThrowingProcessor(options, kind, fault)
}

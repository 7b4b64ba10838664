import { AudioProcessor, type PortOptions } from '@patchcord/core'
import { portOptionsOf } from '../options/port-options-of.js'
import type { AcceptedItem, Accepts } from '../sinks/accepted-kind.js'
import { Stall, type StallOptions, type Stalling, stallOptionNames } from './stall.js'
import { readStageKind } from './throw-options.js'

/** Options of {@link stallingProcessor} and of `stallingSink`. */
export interface StallingStageOptions<Kind extends Accepts = Accepts>
  extends PortOptions, StallOptions {
  /**
   * What it takes.
   *
   * @defaultValue `'any'`
   */
  readonly accepts?: Kind
}

/** A processor that comes to a stand; made by {@link stallingProcessor}. */
export class StallingProcessor<Kind extends Accepts = 'any'>
  extends AudioProcessor<AcceptedItem<Kind>>
  implements Stalling
{
  private readonly stall: Stall

  constructor(options: StallingStageOptions<Kind> = {}) {
    const accepts = readStageKind('stallingProcessor', options, stallOptionNames)
    super({ name: 'stallingProcessor', ...portOptionsOf(options), accepts })
    this.stall = new Stall(options)
  }

  /** Resolves when the processor has come to a stand. */
  get stalled(): Promise<void> {
    return this.stall.stalled
  }

  /** Lets it go on. Idempotent. */
  release(): void {
    this.stall.release()
  }

  protected processItem(
    item: AcceptedItem<Kind>,
  ): AcceptedItem<Kind> | Promise<AcceptedItem<Kind>> {
    return this.stall.at(item)?.then(() => item) ?? item
  }

  protected override teardown(): void {
    this.release()
  }
}

/**
 * A processor that passes everything on and comes to a stand at an item or frame, until it is
 * released or closed.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { nullSink, sine, stallingProcessor } from '@patchcord/testkit'
 *
 * const stuck = stallingProcessor({ atItem: 2 })
 * const run = pipeline(sine({ framesPerBuffer: 480 }), stuck, nullSink())
 * await stuck.stalled
 * stuck.release()
 * await run.finished
 * ```
 */
export function stallingProcessor<Kind extends Accepts = 'any'>(
  options: StallingStageOptions<Kind> = {},
): StallingProcessor<Kind> {
  return new StallingProcessor(options)
}

import { type AudioFormat, AudioSink } from '@patchcord/core'
import { portOptionsOf } from '../options/port-options-of.js'
import type { AcceptedItem, Accepts } from '../sinks/accepted-kind.js'
import { Stall, type Stalling, stallOptionNames } from './stall.js'
import type { StallingStageOptions } from './stalling-processor.js'
import { readStageKind } from './throw-options.js'

/** A sink that comes to a stand; made by {@link stallingSink}. */
export class StallingSink<Kind extends Accepts = 'any'>
  extends AudioSink<AcceptedItem<Kind>>
  implements Stalling
{
  private readonly stall: Stall

  constructor(options: StallingStageOptions<Kind> = {}) {
    const accepts = readStageKind('stallingSink', options, stallOptionNames)
    super({ name: 'stallingSink', ...portOptionsOf(options), accepts })
    this.stall = new Stall(options)
  }

  /** Resolves when the sink has come to a stand. */
  get stalled(): Promise<void> {
    return this.stall.stalled
  }

  /** Lets it go on. Idempotent. */
  release(): void {
    this.stall.release()
  }

  protected override changeFormat(_from: AudioFormat, _to: AudioFormat): void {}

  protected writeItem(item: AcceptedItem<Kind>): void | Promise<void> {
    return this.stall.at(item)
  }

  protected override teardown(): void {
    this.release()
  }
}

/**
 * A sink that takes everything and comes to a stand at an item or frame, until it is released or
 * closed.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { sine, stallingSink } from '@patchcord/testkit'
 *
 * const stuck = stallingSink({ atItem: 2 })
 * const run = pipeline(sine({ framesPerBuffer: 480 }), stuck)
 * await stuck.stalled
 * await run.close()
 * ```
 */
export function stallingSink<Kind extends Accepts = 'any'>(
  options: StallingStageOptions<Kind> = {},
): StallingSink<Kind> {
  return new StallingSink(options)
}

import type { AnySource, PortOptions } from '@patchcord/core'
import { Rig } from '../rig.js'

/** What is known about a source under test. */
export interface SourceExpectations {
  /** The frames that it gives in all. Where it is absent they are only counted. */
  readonly frameCount?: number
  /**
   * Items that it may hold ready for a reader that does not come.
   *
   * @defaultValue 64
   */
  readonly capacityItems?: number
  /** Makes a source that has a format and no items. Where it is absent, that is not tested. */
  readonly makeEmpty?: (options: PortOptions) => AnySource | Promise<AnySource>
}

/** Sets a source up for one case. */
export class SourceRig extends Rig<AnySource> {
  constructor(
    make: (options: PortOptions) => AnySource | Promise<AnySource>,
    readonly expectations: SourceExpectations,
  ) {
    super({
      role: 'source',
      make,
      items: () => [],
      format: { sampleRate: 48_000, channelCount: 2 },
    })
  }
}

import type { AnySink, PortOptions } from '@patchcord/core'
import { Rig } from '../rig.js'
import { type FeedItems, sampleItems } from '../sample-items.js'
import { feedCount, feedFormat } from '../processor-rules/processor-rig.js'

/** What is known about a sink under test. */
export interface SinkExpectations {
  /**
   * What it takes: buffers of noise at 48 kHz, 2 channels, or packets of the same as 16-bit PCM.
   *
   * @defaultValue `'audio'`
   */
  readonly takes?: 'audio' | 'packet'
  /** Other items to feed it with: so many, with memory from the pool where they are buffers. */
  readonly items?: FeedItems
  /**
   * The samples that the sink has taken, of each channel: from memory, or read back from a file.
   * Where it is absent, what became of them is not tested.
   */
  readonly written?: (sink: AnySink) => Float32Array[] | Promise<Float32Array[]>
  /**
   * How far a sample of `written` may be off, as a factor of full scale.
   *
   * @defaultValue 0
   */
  readonly tolerance?: number
}

/** Sets a sink up for one case. */
export class SinkRig extends Rig<AnySink> {
  readonly feed: FeedItems

  constructor(
    make: (options: PortOptions) => AnySink | Promise<AnySink>,
    readonly expectations: SinkExpectations,
  ) {
    const items = expectations.items ?? sampleItems(expectations.takes ?? 'audio')
    super({
      role: 'sink',
      make,
      items: (bench) => items(feedCount, bench.pool),
      format: feedFormat,
    })
    this.feed = items
  }
}

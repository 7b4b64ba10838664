import type { AnyProcessor, AudioFormat, Item, PortOptions } from '@patchcord/core'
import { type Neighbours, Rig } from '../rig.js'
import { type FeedItems, sampleItems } from '../sample-items.js'

/** What is known about a processor under test. */
export interface ProcessorExpectations {
  /**
   * What it takes: buffers of noise at 48 kHz, 2 channels, or packets of the same as 16-bit PCM.
   *
   * @defaultValue `'audio'`
   */
  readonly takes?: 'audio' | 'packet'
  /** Other items to feed it with: so many, with memory from the pool where they are buffers. */
  readonly items?: FeedItems
  /**
   * As many frames come out as go in.
   *
   * @defaultValue true
   */
  readonly keepsFrames?: boolean
  /**
   * What comes out does not depend on where one buffer ends and the next begins.
   *
   * @defaultValue false, which leaves it untested
   */
  readonly ignoresChunking?: boolean
  /**
   * Items that it may take in while nobody takes what it gives.
   *
   * @defaultValue 64
   */
  readonly capacityItems?: number
  /**
   * The position of an item is the only sign of a loss: an input's mark is not carried on. For
   * processors that put the stream in order themselves.
   *
   * @defaultValue false
   */
  readonly ownsDiscontinuity?: boolean
  /**
   * Makes processors that stand before and behind the subject in every case that connects it, and
   * let everything pass as it is: kernels of one backend are fused with the subject then.
   *
   * @defaultValue none
   */
  readonly neighbours?: (options: PortOptions) => Neighbours
}

/** The format of the items that the suites feed. */
export const feedFormat: AudioFormat = { sampleRate: 48_000, channelCount: 2 }

/** Another format, for a change in mid-stream. */
export const otherFormat: AudioFormat = { sampleRate: 44_100, channelCount: 1 }

/** How many items a subject is fed with, unless a rule has something else in mind. */
export const feedCount = 10

/** Sets a processor up for one case. */
export class ProcessorRig extends Rig<AnyProcessor> {
  /** Items to feed it with. */
  readonly feed: (count: number, options?: Parameters<FeedItems>[2]) => Iterable<Item>

  constructor(
    make: (options: PortOptions) => AnyProcessor | Promise<AnyProcessor>,
    readonly expectations: ProcessorExpectations,
  ) {
    const items = expectations.items ?? sampleItems(expectations.takes ?? 'audio')
    super({
      role: 'processor',
      make,
      items: (bench) => items(feedCount, bench.pool),
      format: feedFormat,
      keepsFrames: expectations.keepsFrames ?? true,
      neighbours: expectations.neighbours,
    })
    this.feed = (count, options) => items(count, this.bench.pool, options)
  }
}

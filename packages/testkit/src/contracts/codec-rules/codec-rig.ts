import type { AudioBuffer, Item, Packet, PortOptions } from '@patchcord/core'
import type { AnyProcessor } from '@patchcord/core'
import { connect } from '../../streams/connect.js'
import { Bench } from '../bench.js'
import { FeedSource } from '../feed-source.js'
import { ProbeSink } from '../probe-sink.js'
import { feedFormat } from '../processor-rules/processor-rig.js'
import { type SampleOptions, sampleBuffers } from '../sample-items.js'

/** An encoder and the decoder that understands it. */
export interface Codec {
  /** Turns buffers into packets. */
  readonly encoder: AnyProcessor
  /** Turns those packets back into buffers. */
  readonly decoder: AnyProcessor
}

/** What is known about a codec under test. */
export interface CodecExpectations {
  /**
   * How far a decoded sample may be off, as a factor of full scale.
   *
   * @defaultValue 2^-15, a step of 16 bits
   */
  readonly tolerance?: number
  /**
   * Frames by which the decoded audio comes later.
   *
   * @defaultValue 0
   */
  readonly delayFrames?: number
}

/** Sets a codec up for one case. */
export class CodecRig {
  readonly bench: Bench = new Bench()

  constructor(
    readonly make: (options: PortOptions) => Codec | Promise<Codec>,
    readonly expectations: CodecExpectations,
  ) {}

  /** Buffers to encode. */
  buffers(count: number, options?: SampleOptions): AudioBuffer[] {
    return [...sampleBuffers(count, this.bench.pool, options)]
  }

  /** Buffers to packets. */
  async encode(items: Iterable<Item>, losesTail = false): Promise<Packet[]> {
    const { encoder } = await this.make(this.bench.options())
    return (await this.through(encoder, items, losesTail)) as Packet[]
  }

  /** Packets to buffers. */
  async decode(items: Iterable<Item>): Promise<AudioBuffer[]> {
    const { decoder } = await this.make(this.bench.options())
    return (await this.through(decoder, items, false)) as AudioBuffer[]
  }

  private async through(
    stage: AnyProcessor,
    items: Iterable<Item>,
    losesTail: boolean,
  ): Promise<readonly Item[]> {
    const probe = new ProbeSink(this.bench.options())
    const feed = new FeedSource(items, feedFormat, { ...this.bench.options(), losesTail })
    await this.bench.wait(connect(feed, stage, probe), stage.name)
    return probe.seen
  }
}

import { describe, expectTypeOf, it } from 'vitest'
import {
  type AudioBuffer,
  type IterableRun,
  type Misfit,
  type Packet,
  type Run,
  type RunOf,
  broadcast,
  bufferSource,
  type FittingStages,
  gain,
  pipeline,
  processor,
  sink,
  source,
} from '../index.js'

const audio = bufferSource([])
const packets = source<Packet>([])
const audioSink = sink(() => {})
const packetSink = sink(() => {}, { accepts: 'packet' })
const encoder = processor((_: AudioBuffer, __: (packet: Packet) => void) => {}, {
  accepts: 'audio',
  emits: 'packet',
})
const decoder = processor((_: Packet, __: (buffer: AudioBuffer) => void) => {}, {
  accepts: 'packet',
  emits: 'audio',
})

/** The position and text of each misfit among arguments. */
type Errors<Stages extends readonly unknown[]> = {
  [Index in keyof FittingStages<Stages>]: FittingStages<Stages>[Index] extends Misfit<infer Text>
    ? Text
    : 'fits'
}

describe('the types of pipeline()', () => {
  it('lets fitting stages pass, in any number', () => {
    expectTypeOf(pipeline(audio, audioSink)).toEqualTypeOf<Run>()
    expectTypeOf(
      pipeline(audio, gain({ gainDb: 0 }), encoder, decoder, gain({ gainDb: 0 }), audioSink),
    ).toEqualTypeOf<Run>()
    expectTypeOf(pipeline(audio, encoder, packetSink, { stallTimeoutMs: 5 })).toEqualTypeOf<Run>()
    expectTypeOf(pipeline(audio, broadcast([encoder, packetSink], audioSink))).toEqualTypeOf<Run>()
  })

  it('is iterable over the right items without a sink', () => {
    expectTypeOf<RunOf<[typeof audio, typeof encoder]>>().toEqualTypeOf<IterableRun<Packet>>()
    expectTypeOf<RunOf<[typeof audio]>>().toEqualTypeOf<IterableRun<AudioBuffer>>()
  })

  it('puts one error on the guilty argument, which names both kinds', () => {
    expectTypeOf<Errors<[typeof audio, typeof decoder, typeof audioSink]>>().toEqualTypeOf<
      ['fits', 'the stage before gives AudioBuffer, this one takes Packet', 'fits']
    >()
    expectTypeOf<
      Errors<[typeof packets, typeof decoder, typeof encoder, typeof encoder, typeof packetSink]>
    >().toEqualTypeOf<
      ['fits', 'fits', 'fits', 'the stage before gives Packet, this one takes AudioBuffer', 'fits']
    >()
    expectTypeOf<Errors<[typeof audio, typeof packetSink]>>().toEqualTypeOf<
      ['fits', 'the stage before gives AudioBuffer, this one takes Packet']
    >()
    expectTypeOf<Errors<[typeof audio, typeof audioSink, typeof audioSink]>>().toEqualTypeOf<
      ['fits', 'fits', 'nothing can follow a sink']
    >()
    expectTypeOf<Errors<[typeof audio, typeof audio]>>().toEqualTypeOf<
      ['fits', 'a source can only come first']
    >()
  })

  it('puts it on the line of that argument, and on no other', () => {
    const build = (): void => {
      pipeline(
        audio,
        gain({ gainDb: 0 }),
        // @ts-expect-error samples into a decoder
        decoder,
        gain({ gainDb: 0 }),
        audioSink,
        { stallTimeoutMs: 5 },
      )
    }
    expectTypeOf(build).toBeFunction()
  })
})

import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Packet } from '../data/packet.js'
import type { AudioProcessor } from '../ports/audio-processor.js'
import type { AudioSink } from '../ports/audio-sink.js'
import type { AudioSource } from '../ports/audio-source.js'

/** Any source, whatever it gives. */
export type AnySource = AudioSource<any>
/** Any processor, whatever it takes and gives. */
export type AnyProcessor = AudioProcessor<any, any>
/** Any sink, whatever it takes. */
export type AnySink = AudioSink<any>
/** Anything that a pipeline can be made of. */
export type AnyPort = AnySource | AnyProcessor | AnySink

/** The items that come out of a port. */
export type OutputOf<Port> =
  Port extends AudioProcessor<any, infer Out>
    ? Out
    : Port extends AudioSource<infer Out>
      ? Out
      : never

/** The items that a port takes. */
export type InputOf<Port> =
  Port extends AudioProcessor<infer In, any> ? In : Port extends AudioSink<infer In> ? In : never

/** How an item type is called in a type error. */
export type NameOf<T> = [T] extends [never]
  ? 'nothing'
  : [T] extends [AudioBuffer]
    ? 'AudioBuffer'
    : [T] extends [Packet]
      ? 'Packet'
      : 'AudioBuffer or Packet'

/** The type that an argument is compared with where it does not fit: its text is the error. */
export interface Misfit<Message extends string> {
  readonly misfit: Message
}

type Follow<Previous, Next> = Next extends AnySource
  ? Next extends AnyProcessor
    ? Fit<Previous, Next>
    : Misfit<'a source can only come first'>
  : Next extends AnyProcessor | AnySink
    ? Fit<Previous, Next>
    : Next

type Fit<Previous, Next> = [OutputOf<Previous>] extends [InputOf<Next>]
  ? Next
  : [OutputOf<Previous>] extends [never]
    ? Misfit<'nothing can follow a sink'>
    : Misfit<`the stage before gives ${NameOf<OutputOf<Previous>>}, this one takes ${NameOf<InputOf<Next>>}`>

/**
 * The arguments of a pipeline, each replaced by a {@link Misfit} where it does not fit the one
 * before it.
 */
export type FittingStages<Stages extends readonly unknown[]> = {
  [Index in keyof Stages]: Index extends `${infer Position extends number}`
    ? ElementBefore<Stages, Position> extends infer Previous
      ? [Previous] extends [never]
        ? Stages[Index]
        : Follow<Previous, Stages[Index]>
      : never
    : Stages[Index]
}

type ElementBefore<
  Stages extends readonly unknown[],
  Position extends number,
  Passed extends readonly unknown[] = [],
  Last = never,
> = Passed['length'] extends Position
  ? Last
  : Stages extends readonly [infer First, ...infer Rest]
    ? ElementBefore<Rest, Position, [...Passed, unknown], First>
    : never

/** The last port among the arguments. */
export type LastPort<Stages extends readonly unknown[]> = Stages extends readonly [
  ...infer Before,
  infer Last,
]
  ? Last extends AnyPort
    ? Last
    : LastPort<Before>
  : never

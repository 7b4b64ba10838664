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

/** What is asked of a stage beyond its own type: nothing (`unknown`), or what it cannot be. */
type Follow<Previous, Next> = [Previous] extends [never]
  ? unknown
  : [Previous] extends [AnySink]
    ? Next extends AnyPort
      ? Misfit<'nothing can follow a sink'>
      : unknown
    : Next extends AnyProcessor | AnySink
      ? Fit<Previous, Next>
      : Next extends AnySource
        ? Misfit<'a source can only come first'>
        : unknown

type Fit<Previous, Next> = [OutputOf<Previous>] extends [InputOf<Next>]
  ? unknown
  : Misfit<`the stage before gives ${NameOf<OutputOf<Previous>>}, this one takes ${NameOf<InputOf<Next>>}`>

/**
 * The arguments of a pipeline, where each that does not fit the one before it is asked to be a
 * {@link Misfit} too, which it is not: that is the type error, and it stands at that argument.
 */
export type FittingStages<Stages extends readonly unknown[]> = {
  [Index in keyof Stages]: Stages[Index] & Check<Stages, Index>
}

type Check<
  Stages extends readonly unknown[],
  Index extends keyof Stages,
> = Index extends `${infer Position extends number}`
  ? Follow<ElementBefore<Stages, Position>, Stages[Index]>
  : unknown

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

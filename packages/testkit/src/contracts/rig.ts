import type { AnyPort, AnyProcessor, AudioFormat, Item, PortOptions } from '@patchcord/core'
import { connect } from '../streams/connect.js'
import { Bench } from './bench.js'
import { mustHold } from './breach.js'
import { FeedSource } from './feed-source.js'
import { HookSpy } from './hook-spy.js'
import { type ProbeOptions, ProbeSink } from './probe-sink.js'

/** Which of the three ports a subject is. */
export type Role = 'source' | 'processor' | 'sink'

/** The hooks of each port: opening, with each item, at the end, closing. */
export const hooksOf: Readonly<
  Record<Role, { open: string; item: string; end: string | undefined; all: readonly string[] }>
> = {
  source: {
    open: 'open',
    item: 'readItem',
    end: undefined,
    all: ['open', 'readItem', 'teardown'],
  },
  processor: {
    open: 'configure',
    item: 'processItem',
    end: 'flushItems',
    all: ['configure', 'processItem', 'flushItems', 'teardown'],
  },
  sink: {
    open: 'open',
    item: 'writeItem',
    end: 'finish',
    all: ['open', 'writeItem', 'changeFormat', 'finish', 'teardown'],
  },
}

/** Processors before a subject, and behind it, that let everything pass as it is. */
export type Neighbours = readonly [readonly AnyProcessor[], readonly AnyProcessor[]]

/** What a rig is set up with. */
export interface RigSetup<Port extends AnyPort> {
  readonly role: Role
  readonly make: (options: PortOptions) => Port | Promise<Port>
  /** What the subject is fed with, unless a rule has something else in mind. */
  readonly items: (bench: Bench) => Iterable<Item>
  readonly format: AudioFormat
  /** As many frames come out as go in. */
  readonly keepsFrames?: boolean
  /** What stands before and behind the subject, wherever it is connected. */
  readonly neighbours?: ((options: PortOptions) => Neighbours) | undefined
}

/** How one subject is run. */
export interface RunOptions extends ProbeOptions {
  /** Options that the subject is made with, beside those of the bench. */
  readonly port?: PortOptions
  readonly items?: Iterable<Item>
  readonly format?: AudioFormat
  readonly losesTail?: boolean
  /** Makes another subject than the usual one. */
  readonly make?: (options: PortOptions) => AnyPort | Promise<AnyPort>
}

/** A subject between what feeds it and what takes from it. */
export interface Hookup<Port extends AnyPort> {
  readonly port: Port
  readonly spy: HookSpy
  readonly probe: ProbeSink
  readonly feed: FeedSource
  /** The subject and what is around it, from the source on. */
  readonly chain: readonly (Port | AnyProcessor | FeedSource | ProbeSink)[]
  /** Connects them; resolves at the end of the stream, rejects with the first error. */
  start(): Promise<void>
}

/** Sets subjects up for the rules of one case. */
export class Rig<Port extends AnyPort = AnyPort> {
  readonly bench: Bench = new Bench()

  constructor(readonly setup: RigSetup<Port>) {}

  get role(): Role {
    return this.setup.role
  }

  /** A new subject. */
  async make(options: PortOptions = {}): Promise<Port> {
    return await this.setup.make(this.bench.options(options))
  }

  /** Something that takes items. */
  newProbe(): ProbeSink {
    return new ProbeSink(this.bench.options())
  }

  /** A new subject, ready to run. */
  async hookUp(options: RunOptions = {}): Promise<Hookup<Port>> {
    const { bench, role, setup } = this
    const { port: portOptions = {}, items, format = setup.format, losesTail = false } = options
    const make = options.make ?? setup.make
    const port = (await make(bench.options(portOptions))) as Port
    mustHold(
      typeof port.close === 'function' && typeof port.state === 'string',
      'make() did not return a port of @patchcord/core',
    )
    const { stopAfter, keeps, blind } = options
    const probe = new ProbeSink({
      ...bench.options(),
      ...(stopAfter === undefined ? {} : { stopAfter }),
      ...(keeps === undefined ? {} : { keeps }),
      ...(blind === undefined ? {} : { blind }),
    })
    const source = items ?? setup.items(bench)
    const feed = new FeedSource(source, format, { ...bench.options(), losesTail })
    const [before, behind] = setup.neighbours?.(bench.options()) ?? [[], []]
    const chain = {
      source: [port, probe],
      processor: [feed, ...before, port, ...behind, probe],
      sink: [feed, port],
    }[role]
    return {
      port,
      spy: new HookSpy(port, hooksOf[role].all),
      probe,
      feed,
      chain,
      start: () => connect(...chain),
    }
  }

  /** Runs a new subject to its end and returns what was there. */
  async run(options: RunOptions = {}): Promise<Hookup<Port>> {
    const hookup = await this.hookUp(options)
    await this.bench.wait(hookup.start(), `the ${this.role}`)
    return hookup
  }
}

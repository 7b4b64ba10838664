import { Readable } from 'node:stream'
import {
  type AudioBuffer,
  type AudioFormat,
  AudioSource,
  type OpenContext,
  type PortOptions,
  type ReadResult,
} from '@patchcord/core'

const format = { sampleRate: 48_000, channelCount: 2 }
const itemCount = 12
const framesPerItem = 480

/** A good source; each broken one gets one thing wrong. */
export class GoodSource extends AudioSource {
  protected next = 0

  constructor(options: PortOptions = {}) {
    super({ name: 'subject', ...options })
  }

  protected open(_context: OpenContext): AudioFormat {
    return format
  }

  protected readItem(): ReadResult<AudioBuffer> {
    if (this.next === itemCount) return null
    const position = this.next++ * framesPerItem
    const buffer = this.pool.acquire({ ...format, frameCount: framesPerItem, position })
    buffer.samples.fill(0.25)
    return buffer
  }
}

class OpensInConstructor extends GoodSource {
  constructor(options: PortOptions = {}) {
    super(options)
    this.pool.acquire({ ...format, frameCount: 1 })
  }
}

class SwallowsErrors extends GoodSource {
  override destroy(_error?: Error): this {
    return super.destroy()
  }
}

class ClosesTwice extends GoodSource {
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    void this.teardown()
    super._destroy(error, callback)
  }
}

class IsNotDisposable extends GoodSource {
  override async [Symbol.asyncDispose](): Promise<void> {}
}

class IgnoresItsSignal extends GoodSource {
  constructor({ signal: _signal, ...options }: PortOptions = {}) {
    super(options)
  }
}

class StarvesTheEventLoop extends GoodSource {
  private opened = false

  override _read(): void {
    // Reads through the guard's back: no turn is ever counted.
    if (!this.opened) {
      this.opened = true
      super._read()
      return
    }
    let item: ReadResult<AudioBuffer>
    try {
      item = this.readItem()
    } catch {
      super._read()
      return
    }
    if (item === null) this.next = itemCount
    if (item) this.push(item)
    else super._read()
  }
}

class LiesAboutItsFormat extends GoodSource {
  override get format(): AudioFormat | undefined {
    return super.format === undefined ? undefined : { sampleRate: 44_100, channelCount: 2 }
  }
}

class StandsStill extends GoodSource {
  protected override readItem(): ReadResult<AudioBuffer> {
    const item = super.readItem()
    return item ? item.with({ position: 0 }) : item
  }
}

class Miscounts extends GoodSource {
  override stats(): ReturnType<GoodSource['stats']> {
    const stats = super.stats()
    return { ...stats, framesOut: stats.framesOut + 1 }
  }
}

class ReusesItsMemory extends GoodSource {
  private only: AudioBuffer | undefined

  protected override readItem(): ReadResult<AudioBuffer> {
    const item = super.readItem()
    if (!item) return item
    this.only ??= item.copy()
    const { position } = item
    this.only.samples.fill(position / 100_000)
    return this.only.with({ position })
  }
}

class GivesReleasedMemory extends GoodSource {
  protected override readItem(): ReadResult<AudioBuffer> {
    const item = super.readItem()
    item?.release()
    return item
  }
}

class CannotMove extends GoodSource {
  protected override readItem(): ReadResult<AudioBuffer> {
    return super.readItem()?.with({ metadata: { now: () => 0 } }) ?? null
  }
}

class IgnoresBackPressure extends GoodSource {
  protected override readItem(): ReadResult<AudioBuffer> {
    for (let item = super.readItem(); item; item = super.readItem()) this.push(item)
    return null
  }

  override stats(): ReturnType<GoodSource['stats']> {
    return { ...super.stats(), itemsOut: itemCount, framesOut: itemCount * framesPerItem }
  }
}

class SpeaksAfterItsEnd extends GoodSource {
  constructor(options: PortOptions = {}) {
    super(options)
    this.once('end', () => {
      this.clock.schedule(5, () => this.emit('data', undefined))
    })
  }
}

class LosesTheTailsLoss extends GoodSource {
  override get tailDiscontinuity(): boolean {
    return false
  }
}

class TakesTwoConsumers extends GoodSource {
  override on(event: string | symbol, listener: (...args: unknown[]) => void): this {
    return Readable.prototype.on.call(this, event, listener) as this
  }
}

class HangsWhenEmpty extends GoodSource {
  protected override readItem(): ReadResult<AudioBuffer> {
    return undefined
  }
}

class IteratesOnlyOnce extends GoodSource {
  override [Symbol.asyncIterator](): NodeJS.AsyncIterator<AudioBuffer> {
    const iterator = super[Symbol.asyncIterator]()
    void iterator.next()
    return iterator
  }
}

class WorksInPush extends GoodSource {
  override push(item: AudioBuffer | null): boolean {
    // Where no queue of Node's is between two ports, nobody calls it.
    return super.push(item?.with({ metadata: { stamp: 'pushed' } }) ?? null)
  }
}

/** A source without items. */
export class EmptySource extends GoodSource {
  protected override next: number = itemCount
}

interface BrokenSource {
  readonly what: string
  readonly breaks: string
  /** Rules that cannot hold either, once it breaks that one. */
  readonly also?: readonly string[]
  readonly make: (options: PortOptions) => AudioSource
  readonly makeEmpty?: (options: PortOptions) => AudioSource
}

/** One for each rule of the suite. */
export const brokenSources: readonly BrokenSource[] = [
  {
    what: 'acquires memory in its constructor',
    breaks: 'opens-nothing-early',
    make: (o) => new OpensInConstructor(o),
  },
  {
    what: 'swallows errors',
    breaks: 'errors-surface',
    also: ['aborts'],
    make: (o) => new SwallowsErrors(o),
  },
  {
    what: 'closes twice',
    breaks: 'closes-once',
    also: ['aborts', 'pipeline'],
    make: (o) => new ClosesTwice(o),
  },
  { what: 'is not disposable', breaks: 'async-dispose', make: (o) => new IsNotDisposable(o) },
  { what: 'ignores its signal', breaks: 'aborts', make: (o) => new IgnoresItsSignal(o) },
  {
    what: 'starves the event loop',
    breaks: 'event-loop',
    also: ['errors-surface', 'frame-counts', 'pipeline'],
    make: (o) => new StarvesTheEventLoop(o),
  },
  { what: 'lies about its format', breaks: 'format-first', make: (o) => new LiesAboutItsFormat(o) },
  { what: 'gives all items one position', breaks: 'positions', make: (o) => new StandsStill(o) },
  {
    what: 'miscounts its frames',
    breaks: 'frame-counts',
    also: ['pipeline'],
    make: (o) => new Miscounts(o),
  },
  {
    what: 'reuses its memory',
    breaks: 'released-buffers',
    also: ['pipeline'],
    make: (o) => new ReusesItsMemory(o),
  },
  {
    what: 'gives released memory',
    breaks: 'released-buffers',
    make: (o) => new GivesReleasedMemory(o),
  },
  { what: 'gives items that cannot move', breaks: 'worker', make: (o) => new CannotMove(o) },
  {
    what: 'ignores back-pressure',
    breaks: 'back-pressure',
    also: ['errors-surface', 'closes-once', 'aborts', 'pipeline'],
    make: (o) => new IgnoresBackPressure(o),
  },
  {
    what: 'speaks after its end',
    breaks: 'quiet-after-end',
    make: (o) => new SpeaksAfterItsEnd(o),
  },
  { what: "loses the tail's loss", breaks: 'tail-loss', make: (o) => new LosesTheTailsLoss(o) },
  { what: 'takes two consumers', breaks: 'single-use', make: (o) => new TakesTwoConsumers(o) },
  {
    what: 'hangs when it is empty',
    breaks: 'empty',
    make: (o) => new GoodSource(o),
    makeEmpty: (o) => new HangsWhenEmpty(o),
  },
  { what: 'gives less to iterators', breaks: 'interop', make: (o) => new IteratesOnlyOnce(o) },
  { what: 'does its work in push()', breaks: 'pipeline', make: (o) => new WorksInPush(o) },
]

import {
  type AudioBuffer,
  type AudioFormat,
  AudioSink,
  type PortOptions,
  type SinkTraits,
} from '@patchcord/core'
import { joinChannels } from '../../src/sinks/join-channels.js'

type Callback = (error?: Error | null) => void

/** A good sink (it keeps copies); each broken one gets one thing wrong. */
export class GoodSink extends AudioSink {
  protected readonly kept: AudioBuffer[] = []

  constructor(options: PortOptions & SinkTraits = {}) {
    super({ name: 'subject', ...options })
  }

  /** What was written. */
  channels(): Float32Array[] {
    return joinChannels(this.kept)
  }

  protected writeItem(buffer: AudioBuffer): void {
    this.kept.push(buffer.copy())
  }
}

class OpensInConstructor extends GoodSink {
  constructor(options: PortOptions = {}) {
    super(options)
    this.clock.schedule(1000, () => undefined)
  }
}

class SwallowsErrors extends GoodSink {
  override destroy(_error?: Error): this {
    return super.destroy()
  }
}

class SwallowsItsOwnErrors extends GoodSink {
  protected override writeItem(buffer: AudioBuffer): void {
    try {
      super.writeItem(buffer)
    } catch {
      // Nobody will notice.
    }
  }
}

class ClosesTwice extends GoodSink {
  override _destroy(error: Error | null, callback: Callback): void {
    void this.teardown()
    super._destroy(error, callback)
  }
}

class IsNotDisposable extends GoodSink {
  override async [Symbol.asyncDispose](): Promise<void> {}
}

class IgnoresItsSignal extends GoodSink {
  constructor({ signal: _signal, ...options }: PortOptions = {}) {
    super(options)
  }
}

class StarvesTheEventLoop extends GoodSink {
  private readonly waiting: (() => void)[] = []
  private count = 0

  override _write(item: AudioBuffer, encoding: BufferEncoding, callback: Callback): void {
    this.waiting.push(() => super._write(item, encoding, () => undefined))
    if (++this.count % 10 === 0) for (const work of this.waiting.splice(0)) work()
    callback()
  }
}

class LiesAboutItsFormat extends GoodSink {
  override get format(): AudioFormat | undefined {
    return super.format === undefined ? undefined : { sampleRate: 44_100, channelCount: 2 }
  }
}

class Miscounts extends GoodSink {
  override stats(): ReturnType<GoodSink['stats']> {
    const stats = super.stats()
    return { ...stats, framesIn: stats.framesIn - 1 }
  }
}

class KeepsWhatIsNotItsOwn extends GoodSink {
  protected override writeItem(buffer: AudioBuffer): void {
    this.kept.push(buffer)
  }
}

class GivesNothingBack extends GoodSink {
  constructor(options: PortOptions = {}) {
    super({ ...options, retains: true })
  }
}

class ChangesWhatOthersHold extends GoodSink {
  protected override writeItem(buffer: AudioBuffer): void {
    super.writeItem(buffer)
    buffer.samples.reverse()
  }
}

class IgnoresBackPressure extends GoodSink {
  override _write(item: AudioBuffer, encoding: BufferEncoding, callback: Callback): void {
    super._write(item, encoding, (error) => error && this.destroy(error))
    callback()
  }
}

class FinishesTwice extends GoodSink {
  override _final(callback: Callback): void {
    void this.finish()
    super._final(callback)
  }
}

class LosesTheTailsLoss extends GoodSink {
  override get tailDiscontinuity(): boolean {
    return false
  }
}

class WritesAfterClose extends GoodSink {
  protected override async teardown(): Promise<void> {
    const buffer = this.pool.acquire({ sampleRate: 48_000, channelCount: 2, frameCount: 1 })
    if (!this.writableFinished && !this.errored) this.writeItem(buffer)
    buffer.release()
  }
}

class TakesASecondStream extends GoodSink {
  override '~linkUpstream'(...upstream: Parameters<GoodSink['~linkUpstream']>): void {
    try {
      super['~linkUpstream'](...upstream)
    } catch {
      // As if it had not been used.
    }
  }
}

class DoesNotOpenForNothing extends GoodSink {
  override _final(callback: Callback): void {
    if (this.format === undefined) callback()
    else super._final(callback)
  }
}

class MixesFormats extends GoodSink {
  protected override changeFormat(): void {
    throw new Error('what now?')
  }
}

class IsDeafToPlainStreams extends GoodSink {
  private linked = false

  constructor(options: PortOptions = {}) {
    super(options)
    this.once('pipe', (from) => {
      this.linked = 'tailDiscontinuity' in from
    })
  }

  override _write(item: AudioBuffer, encoding: BufferEncoding, callback: Callback): void {
    if (this.linked) super._write(item, encoding, callback)
    else callback()
  }
}

class CountsInWrite extends GoodSink {
  private count = 0

  override _write(item: AudioBuffer, encoding: BufferEncoding, callback: Callback): void {
    // Where no queue of Node's is between two ports, nobody calls it.
    this.count++
    super._write(item, encoding, callback)
  }

  override stats(): ReturnType<GoodSink['stats']> {
    return { ...super.stats(), itemsIn: this.count }
  }
}

interface BrokenSink {
  readonly what: string
  readonly breaks: string
  /** Rules that cannot hold either, once it breaks that one. */
  readonly also?: readonly string[]
  readonly make: (options: PortOptions) => GoodSink
}

/** One for each rule of the suite. */
export const brokenSinks: readonly BrokenSink[] = [
  {
    what: 'sets a timer in its constructor',
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
    what: 'swallows its own errors',
    breaks: 'errors-surface',
    make: (o) => new SwallowsItsOwnErrors(o),
  },
  {
    what: 'closes twice',
    breaks: 'closes-once',
    also: ['aborts', 'empty', 'pipeline'],
    make: (o) => new ClosesTwice(o),
  },
  { what: 'is not disposable', breaks: 'async-dispose', make: (o) => new IsNotDisposable(o) },
  { what: 'ignores its signal', breaks: 'aborts', make: (o) => new IgnoresItsSignal(o) },
  {
    what: 'starves the event loop',
    breaks: 'event-loop',
    also: ['errors-surface', 'aborts', 'back-pressure', 'format-change'],
    make: (o) => new StarvesTheEventLoop(o),
  },
  {
    what: 'lies about its format',
    breaks: 'format-first',
    also: ['interop'],
    make: (o) => new LiesAboutItsFormat(o),
  },
  {
    what: 'miscounts its frames',
    breaks: 'frame-counts',
    also: ['pipeline'],
    make: (o) => new Miscounts(o),
  },
  {
    what: 'keeps what is not its own',
    breaks: 'released-buffers',
    make: (o) => new KeepsWhatIsNotItsOwn(o),
  },
  { what: 'gives nothing back', breaks: 'released-buffers', make: (o) => new GivesNothingBack(o) },
  {
    what: 'changes what others hold too',
    breaks: 'shared-buffers',
    make: (o) => new ChangesWhatOthersHold(o),
  },
  {
    what: 'ignores back-pressure',
    breaks: 'back-pressure',
    make: (o) => new IgnoresBackPressure(o),
  },
  {
    what: 'finishes twice',
    breaks: 'finish',
    also: ['errors-surface', 'empty', 'pipeline'],
    make: (o) => new FinishesTwice(o),
  },
  { what: "loses the tail's loss", breaks: 'tail-loss', make: (o) => new LosesTheTailsLoss(o) },
  { what: 'writes after close', breaks: 'quiet-after-end', make: (o) => new WritesAfterClose(o) },
  { what: 'takes a second stream', breaks: 'single-use', make: (o) => new TakesASecondStream(o) },
  { what: 'does not open for nothing', breaks: 'empty', make: (o) => new DoesNotOpenForNothing(o) },
  {
    what: 'fails by accident when the format changes',
    breaks: 'format-change',
    make: (o) => new MixesFormats(o),
  },
  { what: 'is deaf to plain streams', breaks: 'interop', make: (o) => new IsDeafToPlainStreams(o) },
  { what: 'counts in _write()', breaks: 'pipeline', make: (o) => new CountsInWrite(o) },
]

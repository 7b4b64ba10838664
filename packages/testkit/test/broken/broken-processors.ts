import { Readable, Transform } from 'node:stream'
import {
  type AudioBuffer,
  type AudioFormat,
  AudioProcessor,
  type Emit,
  type PortOptions,
  type ProcessorTraits,
} from '@patchcord/core'

type Callback = (error?: Error | null) => void

/** A good processor (it halves); each broken one gets one thing wrong. */
export class GoodProcessor extends AudioProcessor {
  constructor(options: PortOptions & ProcessorTraits = {}) {
    super({ name: 'subject', ...options })
  }

  protected processItem(buffer: AudioBuffer, _emit: Emit<AudioBuffer>): AudioBuffer | undefined {
    const out = buffer.shared ? this.pool.copyOf(buffer) : buffer
    for (let index = 0; index < out.samples.length; index++) out.samples[index]! *= 0.5
    return out
  }
}

class OpensInConstructor extends GoodProcessor {
  constructor(options: PortOptions = {}) {
    super(options)
    this.clock.schedule(1000, () => undefined)
  }
}

class SwallowsErrors extends GoodProcessor {
  override destroy(_error?: Error): this {
    return super.destroy()
  }
}

class ClosesTwice extends GoodProcessor {
  override _destroy(error: Error | null, callback: Callback): void {
    void this.teardown()
    super._destroy(error, callback)
  }
}

class IsNotDisposable extends GoodProcessor {
  override async [Symbol.asyncDispose](): Promise<void> {}
}

class IgnoresItsSignal extends GoodProcessor {
  constructor({ signal: _signal, ...options }: PortOptions = {}) {
    super(options)
  }
}

class StarvesTheEventLoop extends GoodProcessor {
  private readonly waiting: (() => void)[] = []
  private count = 0

  override _write(item: AudioBuffer, encoding: BufferEncoding, callback: Callback): void {
    // Collects six items and works on all of them in one go.
    this.waiting.push(() => super._write(item, encoding, () => undefined))
    if (++this.count % 10 === 0) for (const work of this.waiting.splice(0)) work()
    callback()
  }
}

class ConfiguresTwice extends GoodProcessor {
  private first = true

  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    if (this.first) this.configure(this.inputFormat as AudioFormat)
    this.first = false
    return super.processItem(buffer, emit)
  }
}

class StandsStill extends GoodProcessor {
  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    // Not at 0, which reads as no place at all and is filled in.
    return super.processItem(buffer, emit)?.with({ position: 7 })
  }
}

class SwallowsFrames extends GoodProcessor {
  private count = 0

  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    return ++this.count % 10 === 0 ? undefined : super.processItem(buffer, emit)
  }
}

class LosesMetadata extends GoodProcessor {
  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    return super.processItem(buffer, emit)?.with({ metadata: {} })
  }
}

class PassesOffOneAsAnother extends GoodProcessor {
  private held: AudioBuffer | undefined

  protected override processItem(buffer: AudioBuffer): AudioBuffer | undefined {
    const { held } = this
    this.held = super.processItem(buffer.copy(), () => undefined)
    // The base takes it for what was made of the input under way.
    return held
  }

  protected override flushItems(emit: Emit<AudioBuffer>): void {
    if (this.held !== undefined) emit(this.held)
    this.held = undefined
  }
}

class LosesDiscontinuity extends GoodProcessor {
  constructor(options: PortOptions = {}) {
    super({ ...options, discontinuity: 'own' })
  }

  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    return super.processItem(buffer, emit)?.with({ discontinuity: false })
  }
}

class UsesReleasedMemory extends GoodProcessor {
  private before: AudioBuffer | undefined

  protected override processItem(buffer: AudioBuffer, _emit: Emit<AudioBuffer>): AudioBuffer {
    const out = this.pool.copyOf(buffer)
    const { before } = this
    this.before = buffer
    if (before === undefined) return out
    for (let n = 0; n < out.samples.length; n++) out.samples[n]! += 0.1 * (before.samples[n] ?? 0)
    return out
  }
}

class WorksInPlaceOnSharedMemory extends GoodProcessor {
  protected override processItem(buffer: AudioBuffer, _emit: Emit<AudioBuffer>): AudioBuffer {
    for (let n = 0; n < buffer.samples.length; n++) buffer.samples[n]! *= 0.5
    return buffer
  }
}

class TakesOnlyPooledMemory extends GoodProcessor {
  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    const pooled = buffer.copy().samples.buffer.byteLength > 0 && isPooled(buffer)
    const out = super.processItem(buffer, emit)
    if (!pooled) out?.samples.fill(0)
    return out
  }
}

/** Pooled memory tells when it is given back once too often; memory of one's own never does. */
function isPooled(buffer: AudioBuffer): boolean {
  return 'memory' in buffer && buffer.memory !== undefined
}

class IgnoresBackPressure extends GoodProcessor {
  override _write(item: AudioBuffer, encoding: BufferEncoding, callback: Callback): void {
    super._write(item, encoding, (error) => error && callback(error))
    if (!this.destroyed) setImmediate(callback)
  }
}

class LosesTheTailsLoss extends GoodProcessor {
  override get tailDiscontinuity(): boolean {
    return false
  }
}

class SpeaksAfterItsEnd extends GoodProcessor {
  constructor(options: PortOptions = {}) {
    super(options)
    this.once('end', () => this.clock.schedule(5, () => this.emit('data', undefined)))
  }
}

class TakesTwoConsumers extends GoodProcessor {
  override on(event: string | symbol, listener: (...args: unknown[]) => void): this {
    return Readable.prototype.on.call(this, event, listener) as this
  }
}

class AddsATailToNothing extends GoodProcessor {
  private seen = false

  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    this.seen = true
    return super.processItem(buffer, emit)
  }

  protected override flushItems(emit: Emit<AudioBuffer>): void {
    const { outputFormat } = this
    if (this.seen || outputFormat === undefined) return
    const tail = this.pool.acquire({ ...outputFormat, frameCount: 10 })
    tail.samples.fill(0)
    emit(tail)
  }

  private get outputFormat(): AudioFormat | undefined {
    return this.format
  }
}

class IteratesOnlyOnce extends GoodProcessor {
  override [Symbol.asyncIterator](): NodeJS.AsyncIterator<AudioBuffer> {
    const iterator = super[Symbol.asyncIterator]()
    void iterator.next()
    return iterator
  }
}

class KeepsTheOldFormat extends GoodProcessor {
  private held: AudioBuffer | undefined

  constructor(options: PortOptions = {}) {
    super({ ...options, retains: true })
  }

  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    const { held } = this
    this.held = super.processItem(buffer, emit)?.with({ metadata: { ...buffer.metadata } })
    return held
  }

  protected override flushItems(emit: Emit<AudioBuffer>): void {
    // Gives what it holds at the end, and forgets that a format can change before.
    if (this.held !== undefined && this.writableEnded) emit(this.held)
  }

  protected override teardown(): void {
    this.held = undefined
  }
}

class PassesOnWhatItCannotProcess extends GoodProcessor {
  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    try {
      return super.processItem(buffer, emit)
    } catch {
      return buffer
    }
  }
}

class ClicksAtEachBuffer extends GoodProcessor {
  protected override processItem(
    buffer: AudioBuffer,
    emit: Emit<AudioBuffer>,
  ): AudioBuffer | undefined {
    const out = super.processItem(buffer, emit)
    out?.samples.fill(0.9, 0, 1)
    return out
  }
}

/** A plain Transform that only looks like a port. */
export class NotAPort extends Transform {}

class WorksInPush extends GoodProcessor {
  override push(item: AudioBuffer | null): boolean {
    // Where no queue of Node's is between two ports, nobody calls it.
    return super.push(item?.with({ metadata: { ...item.metadata, stamp: 'pushed' } }) ?? null)
  }
}

interface BrokenProcessor {
  readonly what: string
  readonly breaks: string
  /** Rules that cannot hold either, once it breaks that one. */
  readonly also?: readonly string[]
  readonly make: (options: PortOptions) => AudioProcessor
}

/** One for each rule of the suite. */
export const brokenProcessors: readonly BrokenProcessor[] = [
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
    also: [
      'errors-surface',
      'closes-once',
      'aborts',
      'discontinuity',
      'back-pressure',
      'format-change',
      'fails-closed',
      'rechunking',
    ],
    make: (o) => new StarvesTheEventLoop(o),
  },
  {
    what: 'is configured twice',
    breaks: 'format-first',
    also: ['format-change'],
    make: (o) => new ConfiguresTwice(o),
  },
  {
    what: 'gives all items one position',
    breaks: 'positions',
    also: ['discontinuity'],
    make: (o) => new StandsStill(o),
  },
  {
    what: 'swallows frames',
    breaks: 'frame-counts',
    also: ['rechunking'],
    make: (o) => new SwallowsFrames(o),
  },
  { what: 'loses metadata', breaks: 'metadata', make: (o) => new LosesMetadata(o) },
  {
    what: 'passes off one item as another',
    breaks: 'metadata',
    also: ['discontinuity'],
    make: (o) => new PassesOffOneAsAnother(o),
  },
  {
    what: 'loses the mark of a loss',
    breaks: 'discontinuity',
    make: (o) => new LosesDiscontinuity(o),
  },
  {
    what: 'uses released memory',
    breaks: 'released-buffers',
    also: ['worker', 'rechunking', 'pipeline'],
    make: (o) => new UsesReleasedMemory(o),
  },
  {
    what: 'changes what others hold too',
    breaks: 'shared-buffers',
    make: (o) => new WorksInPlaceOnSharedMemory(o),
  },
  {
    what: 'cannot take items that were moved',
    breaks: 'worker',
    make: (o) => new TakesOnlyPooledMemory(o),
  },
  {
    what: 'ignores back-pressure',
    breaks: 'back-pressure',
    make: (o) => new IgnoresBackPressure(o),
  },
  { what: "loses the tail's loss", breaks: 'tail-loss', make: (o) => new LosesTheTailsLoss(o) },
  {
    what: 'speaks after its end',
    breaks: 'quiet-after-end',
    make: (o) => new SpeaksAfterItsEnd(o),
  },
  { what: 'takes two consumers', breaks: 'single-use', make: (o) => new TakesTwoConsumers(o) },
  { what: 'makes something of nothing', breaks: 'empty', make: (o) => new AddsATailToNothing(o) },
  { what: 'gives less to iterators', breaks: 'interop', make: (o) => new IteratesOnlyOnce(o) },
  {
    what: 'holds audio over a change of format',
    breaks: 'format-change',
    also: ['discontinuity', 'metadata'],
    make: (o) => new KeepsTheOldFormat(o),
  },
  {
    what: 'passes on what it cannot process',
    breaks: 'fails-closed',
    make: (o) => new PassesOnWhatItCannotProcess(o),
  },
  { what: 'clicks at each buffer', breaks: 'rechunking', make: (o) => new ClicksAtEachBuffer(o) },
  { what: 'does its work in push()', breaks: 'pipeline', make: (o) => new WorksInPush(o) },
]

import {
  AudioBuffer,
  type AudioFormat,
  AudioSink,
  type Item,
  type PortOptions,
} from '@patchcord/core'

/** How a {@link ProbeSink} behaves. */
export interface ProbeOptions {
  /** Takes so many items and then no more, until {@link ProbeSink.release}. */
  readonly stopAfter?: number
  /** Keeps what it is given, instead of giving each item back at once. */
  readonly keeps?: boolean
  /** Does not look at samples and bytes. */
  readonly blind?: boolean
}

/** What stands behind a subject and writes down what comes. */
export class ProbeSink extends AudioSink<Item> {
  /** Copies of what came, as it was when it came. */
  readonly seen: Item[] = []
  /** What came, where it is kept. */
  readonly kept: Item[] = []
  /** Whether an item came whose memory had been given back. */
  sawReleased = false
  private readonly probing: ProbeOptions
  private released = false
  private resume: (() => void) | undefined

  constructor(options: PortOptions & ProbeOptions = {}) {
    const { stopAfter = Infinity, keeps = false, blind = false, ...rest } = options
    super({ name: 'probe', ...rest, accepts: 'any', retains: true })
    this.probing = { stopAfter, keeps, blind }
  }

  /** Lets it take everything from now on. */
  release(): void {
    this.released = true
    this.resume?.()
  }

  protected override changeFormat(_from: AudioFormat, _to: AudioFormat): void {}

  protected writeItem(item: Item): void | Promise<void> {
    const { stopAfter = Infinity, keeps, blind } = this.probing
    if (item instanceof AudioBuffer && item.released) this.sawReleased = true
    this.seen.push(blind === true ? item : item.copy())
    if (keeps === true) this.kept.push(item)
    else if (item instanceof AudioBuffer && blind !== true) item.release()
    if (this.released || this.seen.length !== stopAfter) return
    return new Promise((resolve) => {
      this.resume = resolve
    })
  }

  protected override teardown(): void {
    this.resume?.()
  }
}

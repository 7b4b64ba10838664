import type { AudioBuffer, ReadResult } from '@patchcord/core'
import { type SignalOptions, readSignalOptions } from '../signals/signal-options.js'
import { SignalSource } from '../signals/signal-source.js'
import { Stall, type StallOptions, type Stalling, stallOptionNames } from './stall.js'

/** Options of {@link stallingSource}. */
export interface StallingSourceOptions extends SignalOptions, StallOptions {}

/** A source that comes to a stand; made by {@link stallingSource}. */
export class StallingSource extends SignalSource implements Stalling {
  private readonly stall: Stall
  private held: AudioBuffer | undefined

  constructor(options: StallingSourceOptions = {}) {
    const settings = readSignalOptions('stallingSource', options, stallOptionNames)
    super('stallingSource', options, settings, (samples) => samples.fill(settings.amplitude))
    this.stall = new Stall(options)
  }

  /** Resolves when the source has come to a stand. */
  get stalled(): Promise<void> {
    return this.stall.stalled
  }

  /** Lets it go on. Idempotent. */
  release(): void {
    this.stall.release()
  }

  protected override readItem(): ReadResult<AudioBuffer> {
    if (this.held !== undefined) {
      const { held } = this
      this.held = undefined
      return held
    }
    const item = super.readItem()
    const waiting = item ? this.stall.at(item) : undefined
    if (!item || waiting === undefined) return item
    this.held = item
    void waiting.then(() => this.itemReady())
    return undefined
  }

  protected override teardown(): void {
    super.teardown()
    this.held?.release()
    this.held = undefined
  }
}

/**
 * A source of a constant signal that comes to a stand at an item or frame, neither giving nor
 * ending, until it is released.
 *
 * @example
 * ```ts
 * import { pipeline } from '@patchcord/core'
 * import { nullSink, stallingSource } from '@patchcord/testkit'
 *
 * const stuck = stallingSource({ atFrame: 24_000, framesPerBuffer: 480 })
 * const end = nullSink()
 * const run = pipeline(stuck, end)
 * await stuck.stalled
 * stuck.release()
 * await run.finished
 * console.log(end.frames) // 48000
 * ```
 */
export function stallingSource(options: StallingSourceOptions = {}): StallingSource {
  return new StallingSource(options)
}

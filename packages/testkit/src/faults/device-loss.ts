import {
  type AudioFormat,
  type Cancel,
  PatchcordError,
  PushSource,
  type PushSourceOptions,
  checkChoice,
  checkNumber,
  framesToMs,
  invalidOption,
} from '@patchcord/core'
import { portOptionsOf } from '../options/port-options-of.js'
import {
  type SignalOptions,
  type SignalSettings,
  readSignalOptions,
} from '../signals/signal-options.js'

/** Options of {@link deviceLoss}. It is always paced by the clock. */
export interface DeviceLossOptions
  extends
    Omit<SignalOptions, 'durationMs' | 'frameCount' | 'realtime'>,
    Pick<PushSourceOptions, 'capacityItems'> {
  /**
   * The device is there for this many frames: 0 or more.
   *
   * @defaultValue 48000
   */
  readonly atFrame?: number
  /**
   * `error`: the source fails. `vanish`: nothing comes any more, and nobody says so.
   *
   * @defaultValue `'error'`
   */
  readonly manner?: 'error' | 'vanish'
  /**
   * What the source fails with.
   *
   * @defaultValue a `PatchcordError` `io-failed` that says that the device is gone
   */
  readonly error?: Error
  /**
   * What happens to audio that nobody reads in time. A device cannot wait.
   *
   * @defaultValue `'drop-oldest'`
   */
  readonly overflow?: 'drop-oldest' | 'drop-newest' | 'error'
}

/** A device that goes away. */
class LostDevice extends PushSource {
  private readonly lostAtFrame: number
  private nextFrame = 0
  private startedAtMs = 0
  private cancel: Cancel | undefined

  constructor(
    private readonly settings: SignalSettings,
    private readonly loss: DeviceLossOptions,
  ) {
    const { capacityItems = 32, overflow = 'drop-oldest' } = loss
    checkChoice('overflow', overflow, ['drop-oldest', 'drop-newest', 'error'])
    super({ name: 'deviceLoss', ...portOptionsOf(loss), capacityItems, overflow })
    this.lostAtFrame = checkNumber('atFrame', loss.atFrame ?? 48_000, {
      min: 0,
      integer: true,
      unit: 'frames',
    })
  }

  protected open(): AudioFormat {
    this.startedAtMs = this.clock.now()
    this.awaitNext()
    return this.settings.format
  }

  protected override teardown(): void {
    this.cancel?.()
  }

  private awaitNext(): void {
    const { format, framesPerBuffer } = this.settings
    const end = Math.min(this.nextFrame + framesPerBuffer, this.lostAtFrame)
    const dueMs = this.startedAtMs + framesToMs(end, format.sampleRate)
    this.cancel = this.clock.schedule(dueMs - this.clock.now(), () => this.capture(end))
  }

  private capture(end: number): void {
    const { format, amplitude } = this.settings
    const position = this.nextFrame
    this.nextFrame = end
    if (end > position) {
      const timestampMs = this.startedAtMs + framesToMs(position, format.sampleRate)
      const place = { frameCount: end - position, position, timestampMs }
      const buffer = this.pool.acquire({ ...format, ...place })
      buffer.samples.fill(amplitude)
      this.deliverItem(buffer)
    }
    if (end < this.lostAtFrame) this.awaitNext()
    else this.lose()
  }

  private lose(): void {
    this.emit('device-lost', { stage: this.name, atFrame: this.lostAtFrame })
    if (this.loss.manner === 'vanish') return
    const gone = new PatchcordError(
      'io-failed',
      `${this.name}: the device is gone after ${this.lostAtFrame} frames`,
      { details: { stage: this.name, atFrame: this.lostAtFrame } },
    )
    this.destroy(this.loss.error ?? gone)
  }
}

/**
 * A capture device that goes away in the middle of a recording. It pushes a constant signal in
 * real time, by the clock, raises `device-lost` (`{ stage, atFrame }`) and fails, or falls silent.
 *
 * @example
 * ```ts
 * import { isPatchcordError, pipeline } from '@patchcord/core'
 * import { VirtualClock, deviceLoss, nullSink } from '@patchcord/testkit'
 *
 * const clock = new VirtualClock()
 * const run = pipeline(deviceLoss({ atFrame: 4800, clock }), nullSink())
 * const error = await clock.runUntil(run.finished).catch((reason: unknown) => reason)
 * console.log(isPatchcordError(error, 'io-failed'), clock.now()) // true 100
 * ```
 */
export function deviceLoss(options: DeviceLossOptions = {}): PushSource {
  const own = ['atFrame', 'manner', 'error', 'overflow', 'capacityItems']
  const known: Record<string, unknown> = { ...options, realtime: true }
  for (const name of ['durationMs', 'frameCount', 'realtime']) {
    if (name in options) throw invalidOption(name, 'left out of deviceLoss', known[name])
  }
  checkChoice('manner', options.manner ?? 'error', ['error', 'vanish'])
  if (options.error !== undefined && !(options.error instanceof Error)) {
    throw invalidOption('error', 'an Error', options.error)
  }
  return new LostDevice(readSignalOptions('deviceLoss', known, own), options)
}

import {
  AudioBuffer,
  AudioProcessor,
  type Cancel,
  type Emit,
  type Item,
  type Packet,
  framesToMs,
} from '@patchcord/core'
import { portOptionsOf } from '../options/port-options-of.js'
import type { AcceptedItem, Accepts } from '../sinks/accepted-kind.js'
import { type Arrival, Arrivals } from './arrivals.js'
import type { LinkCounts, LinkLossEvent } from './link-counts.js'
import { LinkTally } from './link-tally.js'
import { LinkWeather } from './link-weather.js'
import {
  type LossyLinkOptions,
  type LossyLinkSettings,
  readLossyLinkOptions,
} from './lossy-link-options.js'

/** In real time, who sends faster than things arrive waits when so many items are under way. */
const maxUnderWay = 1024

/** A link that loses, doubles and delays items; made by {@link lossyLink}. */
export class LossyLink<Kind extends Accepts = 'packet'> extends AudioProcessor<
  AcceptedItem<Kind>,
  AcceptedItem<Kind>
> {
  private readonly settings: LossyLinkSettings
  private readonly weather: LinkWeather
  private readonly tally = new LinkTally()
  private readonly arrivals = new Arrivals<AcceptedItem<Kind>>()
  private deliver: Emit<AcceptedItem<Kind>> | undefined
  private cancelTimer: Cancel | undefined
  private whenEmpty: (() => void) | undefined
  private whenRoom: (() => void) | undefined
  private lostLast = false
  private nextPosition: number | undefined

  constructor(options: LossyLinkOptions<Kind> = {}) {
    const settings = readLossyLinkOptions(options)
    super({
      name: 'lossyLink',
      ...portOptionsOf(options),
      accepts: settings.accepts,
      retains: true,
      discontinuity: 'own',
      lateQueue: { capacityItems: maxUnderWay },
    })
    this.settings = settings
    this.weather = new LinkWeather(settings)
  }

  /** What the link has done so far. */
  get counts(): LinkCounts {
    return this.tally.counts
  }

  /** Whether the last items of the stream were lost, here or before. */
  override get tailDiscontinuity(): boolean {
    return super.tailDiscontinuity || this.lostLast
  }

  protected processItem(
    item: AcceptedItem<Kind>,
    emit: Emit<AcceptedItem<Kind>>,
  ): void | Promise<void> {
    this.deliver = emit
    if (!this.settings.realtime) {
      const sentMs = framesToMs(item.position + item.frameCount, item.sampleRate)
      // All that arrives before this one is sent cannot be overtaken by it.
      this.deliverUntil(sentMs)
      this.send(item, sentMs)
      return
    }
    if (this.arrivals.length < maxUnderWay) return this.sendNow(item)
    return new Promise<void>((resolve) => {
      this.whenRoom = resolve
    }).then(() => this.sendNow(item))
  }

  protected override flushItems(emit: Emit<AcceptedItem<Kind>>): void | Promise<void> {
    this.deliver = emit
    if (!this.settings.realtime) return this.deliverUntil(Infinity)
    if (this.arrivals.length === 0) return
    return new Promise((resolve) => {
      this.whenEmpty = resolve
    })
  }

  protected override teardown(): void {
    this.cancelTimer?.()
    for (const { item } of this.arrivals.takeUntil(Infinity)) release(item)
    this.whenRoom?.()
  }

  private sendNow(item: AcceptedItem<Kind>): void {
    if (this.destroyed) {
      release(item)
      return
    }
    this.send(item, this.clock.now())
    this.awaitNext()
  }

  private send(item: AcceptedItem<Kind>, sentMs: number): void {
    this.nextPosition ??= item.position
    const order = this.tally.send()
    const fate = this.weather.next(item.durationMs)
    this.lostLast = fate.length === 0
    if (this.lostLast) {
      this.lose(item)
      return
    }
    for (const { kind, delayMs, flipAt } of fate) {
      const copy = kind === 'first' ? ownMetadata(item) : item.copy()
      const flipped = flipAt === undefined ? undefined : flipBit(copy as Packet, flipAt)
      if (flipped !== undefined) this.tally.corrupt()
      this.arrivals.add({
        item: (flipped ?? copy) as AcceptedItem<Kind>,
        order,
        sentMs,
        arrivesMs: sentMs + delayMs,
        kind,
      })
    }
  }

  private lose(item: AcceptedItem<Kind>): void {
    const { frameCount: frames, position } = item
    this.tally.lose(frames)
    release(item)
    const sequence = 'sequence' in item ? item.sequence : undefined
    const event: LinkLossEvent = { stage: this.name, items: 1, frames, position, sequence }
    this.emit('link-loss', event)
  }

  private deliverUntil(timeMs: number): void {
    for (const arrival of this.arrivals.takeUntil(timeMs)) this.hand(arrival)
  }

  private hand(arrival: Arrival<AcceptedItem<Kind>>): void {
    const { item } = arrival
    this.tally.deliver(arrival)
    const jumped = item.position !== this.nextPosition
    this.nextPosition = item.position + item.frameCount
    // Packets show by their sequence what is missing; buffers have nothing but the mark.
    const marked = jumped && item instanceof AudioBuffer ? item.with({ discontinuity: true }) : item
    this.deliver?.(marked as AcceptedItem<Kind>)
  }

  /** Sets the timer to the item that arrives next. */
  private awaitNext(): void {
    this.cancelTimer?.()
    const { nextMs } = this.arrivals
    if (nextMs === undefined) return
    this.cancelTimer = this.clock.schedule(nextMs - this.clock.now(), () => {
      this.deliverUntil(this.clock.now())
      this.awaitNext()
      if (this.arrivals.length < maxUnderWay) this.whenRoom?.()
      if (this.arrivals.length === 0) this.whenEmpty?.()
    })
  }
}

function release(item: Item): void {
  if (item instanceof AudioBuffer) item.release()
}

/** An item without metadata would be given that of the item during which it comes out. */
function ownMetadata(item: Item): Item {
  return Object.keys(item.metadata).length === 0 ? item.with({ metadata: {} }) : item
}

/** The packet with one bit of its own bytes flipped; `undefined` where it has none. */
function flipBit(packet: Packet, at: number): Packet | undefined {
  const copy = packet.copy()
  const bit = Math.floor(at * 8 * copy.bytes.length)
  const byte = copy.bytes[bit >> 3]
  if (byte === undefined) return undefined
  copy.bytes[bit >> 3] = byte ^ (1 << (bit & 7))
  return copy
}

/**
 * A network between sender and receiver: it loses items, delivers some twice, late or out of
 * order, corrupts and replays packets, and counts what it did (`link.counts`). Each loss is raised as a `link-loss` event
 * ({@link LinkLossEvent}); a loss at the end of the stream is told by `tailDiscontinuity`. Packets
 * come out as they went in, as they do from a network: the gap is in their sequence. Buffers that
 * do not follow the one before are marked `discontinuity`.
 *
 * Nothing is lost beside that: a receiver that does not read holds the sender back, and in real time
 * so do 1024 items under way.
 *
 * @example
 * ```ts
 * import { pcmDecoder, pcmEncoder, pipeline, reblock, reorder } from '@patchcord/core'
 * import { lossyLink, nullSink, sine } from '@patchcord/testkit'
 *
 * const link = lossyLink({ lossRatio: 0.02, duplicateRatio: 0.01, reorderRatio: 0.05, jitterMs: 20 })
 * await pipeline(
 *   sine({ durationMs: 10_000 }),
 *   reblock({ frameCount: 960 }),
 *   pcmEncoder(),
 *   link,
 *   reorder(),
 *   pcmDecoder(),
 *   nullSink(),
 * ).finished
 * console.log(link.counts.sent) // 500
 * ```
 */
export function lossyLink<Kind extends Accepts = 'packet'>(
  options: LossyLinkOptions<Kind> = {},
): LossyLink<Kind> {
  return new LossyLink(options)
}
